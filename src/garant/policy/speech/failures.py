"""What every failure that a person is told has: a fixed sentence and a mend, in both languages."""

from garant.policy.speech.sentences import Sentence, same

_AT = Sentence("`{place}` : {told} ; {mend}", "`{place}`: {told}; {mend}")


class Failure(Exception):
    """Something that cannot go on, with what to do about it; `told` is its sentence, filled."""

    sentence = Sentence("{detail}", "{detail}")
    mend = Sentence("", "")

    def __init__(self, detail: Sentence | str = "", **values: object) -> None:
        """Hold the sentence with what it names, and a detail that names no person and no key of theirs."""
        details = {**values, "detail": same(detail) if isinstance(detail, str) else detail}
        self.told = self.sentence.filled(details)
        self.mend = self.mend.filled(details)
        super().__init__(detail)

    def at(self, place: str) -> Sentence:
        """Return where it happened, what it is and what to do about it, in one sentence."""
        return _AT.filled({"place": place, "told": self.told, "mend": self.mend})

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.told.en
