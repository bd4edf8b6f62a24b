"""A school that sells its courses online: policy, data map, schema and invented data."""
