"""Rectification and completion of what is wrong or incomplete (Art. 16)."""

from garant.planning.rights.lines import Effect, Line, Verdict
from garant.policy.speech.sentences import Sentence
from garant.policy.terms import Right

LINES = (
    Line(
        right=Right.RECTIFICATION,
        verdict=Verdict.APPLIES,
        effect=Effect.CORRECTS,
        article="Art. 16",
        why=Sentence(
            "les données inexactes sont corrigées, les données incomplètes sont complétées",
            "inaccurate data are corrected, incomplete data are completed",
        ),
    ),
)
