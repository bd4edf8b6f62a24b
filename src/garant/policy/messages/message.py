"""One thing that is said of a policy folder, before it is said of a particular one."""

from collections.abc import Mapping
from typing import NamedTuple

from garant.policy.speech.sentences import Sentence


class Message(NamedTuple):
    """What is wrong, and what to do about it, in both languages; `{names}` stand for what the author wrote."""

    fr: tuple[str, str]
    en: tuple[str, str]

    def filled(self, values: Mapping[str, object]) -> tuple[Sentence, Sentence]:
        """Return what is wrong and its mend, as it is said of these values."""
        (wrong, mend), (wrong_en, mend_en) = self.fr, self.en
        return Sentence(wrong, wrong_en).filled(values), Sentence(mend, mend_en).filled(values)
