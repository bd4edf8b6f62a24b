"""Access: what is held, and why, cell by cell (Art. 15)."""

from garant.planning.rights.lines import Effect, Line, Verdict
from garant.policy.speech.sentences import Sentence
from garant.policy.terms import Right

LINES = (
    Line(
        right=Right.ACCESS,
        verdict=Verdict.APPLIES,
        effect=Effect.SHOWS,
        article="Art. 15(1)",
        why=Sentence(
            "vous avez accès à ces données quelle que soit la base sur laquelle nous les traitons",
            "you have access to these data, whatever basis we process them on",
        ),
    ),
)
"""Any basis; what others own in a shared row is masked where the answer is made (Art. 15(4))."""
