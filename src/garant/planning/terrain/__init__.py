"""The data map laid over the schemas: rows, the ways between them, and predicates on them, as values."""
