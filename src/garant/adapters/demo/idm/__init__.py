"""The charter of an institute's website: policy, data map, schema and invented data."""
