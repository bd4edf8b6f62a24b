"""The policy folder as text: where things are written, what shape they have, how a mistake in it is told."""
