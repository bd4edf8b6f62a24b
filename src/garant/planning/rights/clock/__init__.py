"""Until when an answer is owed, and on which day a deadline may end (Art. 12(3); Regulation 1182/71)."""
