"""The apprenticeship training centres of a chamber of trades: policy, data map, schema and invented data."""
