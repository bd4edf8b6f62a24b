"""The tests: sentences about behaviour, with fakes where the world would be."""
