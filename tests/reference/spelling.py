"""How the interpreter reads identifiers: written anew from the sentences of the guide, for French numbers only."""

import unicodedata

_PUNCTUATION = " .-/()\u00a0\u202f\t"


def spelled(value: object, kind: str, *, country: str) -> str:
    """Return what two spellings of one identifier have in common; nothing where it says nobody."""
    text = "" if value is None else str(value)
    if kind == "e-mail":
        while text and text[0].isspace():
            text = text[1:]
        while text and text[-1].isspace():
            text = text[:-1]
        composed = "".join(letter.lower() for letter in unicodedata.normalize("NFC", text))
        return unicodedata.normalize("NFC", composed) if len(text) <= 255 else ""
    if kind == "phone":
        assert country == "FR"
        return _french(text)
    return text


def _french(text: str) -> str:
    """Return a number as one dials it from anywhere: ten digits that begin with 0, or 33 and nine of them."""
    digits = "".join(str(unicodedata.digit(letter)) for letter in text if unicodedata.digit(letter, None) is not None)
    plain = unicodedata.normalize("NFKC", text).strip(_PUNCTUATION)
    if any(letter.isalpha() for letter in plain):
        return ""
    if plain.startswith("+"):
        abroad = digits
    elif digits.startswith("00"):
        abroad = digits[2:]
    else:
        abroad = "33" + digits.removeprefix("0")
    rest = abroad.removeprefix("33").removeprefix("0")
    return f"+33{rest}" if abroad.startswith("33") and len(rest) == 9 else ""
