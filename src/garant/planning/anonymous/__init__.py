"""Anonymising: what may remain of rows that are erased otherwise (recital 26)."""
