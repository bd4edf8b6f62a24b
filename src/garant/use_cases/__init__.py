"""One file a thing that a person can ask for: it asks the ports and calls the core."""
