"""The policy and the data map as typed values: read, checked, and the same for everybody above."""
