"""The ports made real: databases, files, our own state, keys and the clock."""
