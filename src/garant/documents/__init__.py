"""Puts policies, plans, findings and evidence into words for people and for programs (Art. 12)."""
