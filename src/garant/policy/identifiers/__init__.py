"""The one normal form of what people are known by: what links, digests and look-ups compare (Art. 5(1)(d))."""

from dataclasses import dataclass
from typing import Literal
from unicodedata import normalize

IdentifierKind = Literal["e-mail", "phone", "text"]
"""In which form an identifier is compared; a text is compared letter by letter."""

LONGEST = 255
"""Of how many letters an address is at most (RFC 5321); what is longer is none, and leads to nobody."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """What kind of identifier it is, and in which country a phone number without a prefix is dialled."""

    kind: IdentifierKind
    country: str

    def normal(self, value: object) -> str:
        """Return an identifier as it is compared; empty, where it leads to nobody."""
        text = "" if value is None else str(value)
        match self.kind:
            case "e-mail":
                return _address(text) if len(text) <= LONGEST else ""
            case "phone":
                return _number(text, self.country) if len(text) <= LONGEST else ""
            case "text":
                return text


def _address(text: str) -> str:
    # Composed before it is lowered, for letters that are lowered whole, and after it, for those that come apart.
    return normalize("NFC", normalize("NFC", text.strip()).lower())


def _number(text: str, country: str) -> str:
    # Its tables take a tenth of a second to load: only where there are numbers to be read.
    import phonenumbers

    try:
        found = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(found):
        return ""
    written = phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
    # Behind one number of a switchboard are many people.
    return f"{written};ext={found.extension}" if found.extension else written
