"""A training organisation for adults: policy, data map, schema and invented data."""
