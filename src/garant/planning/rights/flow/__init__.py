"""The one flow of every rights request, from its receipt to its close (Art. 12; design §6)."""
