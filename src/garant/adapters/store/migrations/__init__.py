"""The schema of our own state, version by version."""
