"""The worked example: an invented collective, and a call of ours, read like any other."""
