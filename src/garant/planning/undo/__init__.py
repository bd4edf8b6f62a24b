"""What was taken out and may still come back: pieces of capsules, windows, and what is wished back (design §4.4)."""
