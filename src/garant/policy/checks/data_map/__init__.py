"""What a data map says, held against itself and against the policy."""
