"""What is brought along into a session of a database, and lies there in relations of its own while it lasts."""
