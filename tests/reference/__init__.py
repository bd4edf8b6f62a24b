"""What the rules say, read cell by cell: a slow and independent interpreter that the planner is held against."""
