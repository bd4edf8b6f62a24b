"""What a batch takes out is read here before it goes, and brought back here as it was (design §4.4)."""
