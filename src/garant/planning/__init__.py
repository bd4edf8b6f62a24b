"""Decides what has lost its last reason, from a policy, what was seen and a day: no input, no output."""
