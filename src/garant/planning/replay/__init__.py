"""What was erased is recognised when a backup brings it back: traces, and what is left alone (design §4.5)."""
