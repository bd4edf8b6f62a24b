"""docs/reference/steps.md has a section for every kind of step, and for nothing else."""

import re

from garant.planning.steps import StepKind
from tests.architecture.source import ROOT

PAGE = (ROOT / "docs" / "reference" / "steps.md").read_text(encoding="utf-8")


def test_the_page_has_exactly_the_kinds_of_steps_in_their_order():
    assert re.findall(r"^### (.+)$", PAGE, re.MULTILINE) == [kind.value for kind in StepKind]
