"""Five example organisations, and the invented people, databases and files on which to try their policies."""
