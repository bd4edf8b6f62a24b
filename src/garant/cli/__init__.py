"""The commands: arguments in, use case, text or JSON out."""
