"""The intermediate archive: what leaves the active base for it, and the map of what lies there (Art. 5(1)(e))."""
