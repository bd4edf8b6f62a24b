"""What is asked of one database, and how: conditions taken apart, each table looked at once, everything counted."""
