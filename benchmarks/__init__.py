"""What `make bench` measures, each beside the same work in hand-written SQL."""
