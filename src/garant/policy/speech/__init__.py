"""How people are spoken to: sentences in both languages, numbers and days as they are written, failures that help."""
