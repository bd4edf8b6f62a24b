"""What a step does, said before and after."""

import pytest

from garant.documents.deeds import done, tables, to_do
from garant.planning.steps import StepKind

DEEDS = [kind for kind in StepKind if not kind.leaves_alone]


@pytest.mark.parametrize("kind", DEEDS, ids=lambda kind: kind.name)
def test_every_kind_of_deed_has_words_before_and_after_in_both_languages(kind: StepKind):
    said = {verb(kind, 2, ["x"], language=language) for verb in (to_do, done) for language in ("fr", "en")}

    assert len(said) == 4


def test_columns_are_named():
    assert to_do(StepKind.BLANK_CELLS, 4, ["name", "street"], language="fr") == "4 lignes où vider name, street"
    assert done(StepKind.BLANK_CELLS, 4, ["name", "street"], language="en") == "4 rows blanked of name, street"


def test_one_row_and_no_row_are_singular_in_french():
    assert done(StepKind.ERASE_ROWS, 1, [], language="fr") == "1 ligne effacée"
    assert done(StepKind.ERASE_ROWS, 0, [], language="fr") == "0 ligne effacée"
    assert done(StepKind.ERASE_ROWS, 2, [], language="fr") == "2 lignes effacées"


def test_files_are_counted_as_files():
    assert done(StepKind.ERASE_FILES, 1, [], language="fr") == "1 fichier effacé"
    assert tables(1, "fr") == "1 table"
