"""Says in words what a step does to rows or files, before and after it was done, in French or English."""

from collections.abc import Mapping, Sequence

from garant.planning.steps import StepKind
from garant.policy.speech.figures import counted, of_number
from garant.policy.speech.sentences import Language

_Forms = Mapping[Language, tuple[str, str]]

_TO_DO: Mapping[StepKind, Mapping[Language, str]] = {
    StepKind.ERASE_ROWS: {"fr": "à effacer", "en": "to erase"},
    StepKind.ARCHIVE_ROWS: {"fr": "à mettre en archive", "en": "to move to the archive"},
    StepKind.ARCHIVE_CELLS: {"fr": "où mettre en archive", "en": "in which to move to the archive"},
    StepKind.ANONYMISE_ROWS: {"fr": "à anonymiser", "en": "to anonymise"},
    StepKind.BLANK_CELLS: {"fr": "où vider", "en": "in which to blank"},
    StepKind.CUT_ELEMENTS: {"fr": "où retirer des éléments de", "en": "in which to take elements out of"},
    StepKind.EMPTY_REFERENCES: {"fr": "où vider le renvoi", "en": "in which to empty the reference"},
    StepKind.ERASE_FILES: {"fr": "à effacer", "en": "to erase"},
    StepKind.RECOUNT: {"fr": "à recompter :", "en": "to recount:"},
}
_DONE: Mapping[StepKind, _Forms] = {
    StepKind.ERASE_ROWS: {"fr": ("effacée", "effacées"), "en": ("erased", "erased")},
    StepKind.ARCHIVE_ROWS: {"fr": ("mise en archive", "mises en archive"), "en": ("moved to the archive",) * 2},
    StepKind.ARCHIVE_CELLS: {"fr": ("avec, en archive :",) * 2, "en": ("with, in the archive:",) * 2},
    StepKind.ANONYMISE_ROWS: {"fr": ("anonymisée", "anonymisées"), "en": ("anonymised", "anonymised")},
    StepKind.BLANK_CELLS: {"fr": ("vidée de", "vidées de"), "en": ("blanked of", "blanked of")},
    StepKind.CUT_ELEMENTS: {
        "fr": ("où des éléments sont retirés de",) * 2,
        "en": ("with elements taken out of",) * 2,
    },
    StepKind.EMPTY_REFERENCES: {"fr": ("sans plus de renvoi",) * 2, "en": ("without the reference",) * 2},
    StepKind.ERASE_FILES: {"fr": ("effacé", "effacés"), "en": ("erased", "erased")},
    StepKind.RECOUNT: {"fr": ("recomptée :", "recomptées :"), "en": ("recounted:", "recounted:")},
}
_ROWS: _Forms = {"fr": ("ligne", "lignes"), "en": ("row", "rows")}
_FILES: _Forms = {"fr": ("fichier", "fichiers"), "en": ("file", "files")}
_TABLES: _Forms = {"fr": ("table", "tables"), "en": ("table", "tables")}


def things(kind: StepKind, count: int, language: Language) -> str:
    """Return how many rows or files."""
    return counted(count, (_FILES if kind is StepKind.ERASE_FILES else _ROWS)[language], language)


def tables(count: int, language: Language) -> str:
    """Return how many tables."""
    return counted(count, _TABLES[language], language)


def to_do(kind: StepKind, count: int, columns: Sequence[str], *, language: Language) -> str:
    """Return what a plan would do."""
    return " ".join([things(kind, count, language), _TO_DO[kind][language], ", ".join(columns)]).rstrip()


_TAKEN: Mapping[StepKind, _Forms] = {
    StepKind.ERASE_ROWS: {"fr": ("retirée", "retirées"), "en": ("taken out",) * 2},
    StepKind.ERASE_FILES: {"fr": ("retiré", "retirés"), "en": ("taken out",) * 2},
}
"""What is sealed may come back: nobody says that it is erased."""


def taken(kind: StepKind, count: int, columns: Sequence[str], *, language: Language) -> str:
    """Return what a run did whose deeds are sealed."""
    if kind not in _TAKEN:
        return done(kind, count, columns, language=language)
    return f"{things(kind, count, language)} {of_number(count, _TAKEN[kind][language], language)}"


def done(kind: StepKind, count: int, columns: Sequence[str], *, language: Language) -> str:
    """Return what a run did."""
    deed = of_number(count, _DONE[kind][language], language)
    return " ".join([things(kind, count, language), deed, ", ".join(columns)]).rstrip()
