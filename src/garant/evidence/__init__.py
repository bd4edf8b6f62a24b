"""Records of what was decided and done, chained so that a change shows (Art. 5(2))."""
