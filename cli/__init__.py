"""The `plantar` command, and the one place where the parts are put together."""
