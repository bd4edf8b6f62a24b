"""What a forked process finds loaded: all that a command imports late."""

import garant.wiring.applying  # noqa: F401
