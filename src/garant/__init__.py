"""Garant makes a privacy policy run, and proves that it is kept (Art. 5(2))."""

__version__ = "0.1.0.dev0"
