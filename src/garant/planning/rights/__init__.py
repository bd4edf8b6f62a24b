"""What a right does to reasons: the law's table, who decides what by it, and until when an answer is owed."""
