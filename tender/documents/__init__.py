"""Response → files: the joint response's forms, schedules and archive. French stands here directly."""
