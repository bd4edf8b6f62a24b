"""Which language is spoken to whom: French, unless something says otherwise."""

from collections.abc import Mapping

from garant.policy.speech.sentences import Language


def chosen(asked: str | None = None, own: str | None = None, *, environment: Mapping[str, str]) -> Language:
    """Return the language: as asked, else as GARANT_LANGUAGE says, else the policy's own, else the locale's."""
    locale = next(filter(None, map(environment.get, ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))), "")
    for word in (asked, environment.get("GARANT_LANGUAGE"), own, locale):
        if word and word[:2].lower() in {"fr", "en"}:
            return "fr" if word[:2].lower() == "fr" else "en"
    return "fr"
