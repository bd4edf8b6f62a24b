"""The one normal form of what people are known by: what links, digests and look-ups compare."""

from unicodedata import normalize


def normal(value: object) -> str:
    """Return an identifier without the blanks around it, composed, and in lower case; empty for nothing."""
    return "" if value is None else normalize("NFC", str(value).strip()).lower()
