"""The grounds on which cells are kept: clocks, kinds, rules and the reasons they give (Art. 5(1)(e))."""
