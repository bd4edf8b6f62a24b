"""A school of engineers and managers: policy, data map, the schemas of two stores, and invented data."""
