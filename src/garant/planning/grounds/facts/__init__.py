"""What named persons said of people and rows, and what it means for a row: held, suspended, spared (design §1)."""
