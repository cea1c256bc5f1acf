"""A child that never takes what it is sent."""

from __future__ import annotations

import time

if __name__ == "__main__":
    time.sleep(60)
