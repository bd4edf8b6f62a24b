"""Puts into words what an undo brings back, what stays away and why, and into JSON for programs."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from garant.planning.undo.returning import Back, Obstacle, Returned, Wish
from garant.policy.speech.figures import counted, dated, number, of_number, tallied
from garant.policy.speech.sentences import Language, Sentence, same

_Forms = Mapping[Language, tuple[str, str]]
_THINGS: Mapping[Back, _Forms] = {
    Back.ROWS: {"fr": ("ligne", "lignes"), "en": ("row", "rows")},
    Back.CELLS: {"fr": ("ligne", "lignes"), "en": ("row", "rows")},
    Back.FILES: {"fr": ("fichier", "fichiers"), "en": ("file", "files")},
}
_CELLS: _Forms = {"fr": ("cellule", "cellules"), "en": ("cell", "cells")}
_ONES = (("chose", "choses"), ("thing", "things"))
_WHY: Mapping[Obstacle, Sentence] = {
    Obstacle.TAKEN: Sentence(
        "la même clé, ou le même chemin, sert de nouveau, à autre chose",
        "the same key, or the same path, is in use again, for something else",
    ),
    Obstacle.CHANGED: Sentence("la valeur a changé depuis", "the value has changed since"),
    Obstacle.ROW_GONE: Sentence("la ligne n'est plus là", "the row is not there any more"),
    Obstacle.TARGET_GONE: Sentence(
        "ce à quoi elle renvoie n'est plus là, ou est devenu autre chose",
        "what it refers to is not there any more, or is something else now",
    ),
    Obstacle.RESHAPED: Sentence("la table a changé de colonnes", "the table has other columns now"),
    Obstacle.REFUSED: Sentence("la base la refuse", "the database refuses it"),
    Obstacle.ARCHIVED: Sentence(
        "en archive ; lisez-y par `garant archive read`", "in the archive; read there by `garant archive read`"
    ),
}
_BACK = Sentence("Exécution n° {of} annulée{part}, par l'exécution n° {run} :", "Run {of} undone{part}, by run {run}:")
_WOULD = Sentence(
    "L'exécution n° {of} peut être annulée{part} ; reviendrait :", "Run {of} can be undone{part}; this would come back:"
)
_OF_ONE = Sentence(" en partie (une personne)", " in part (one person)")
_OF_TABLE = Sentence(" en partie (la table {table})", " in part (the table {table})")
_IN_PART = Sentence(" en partie", " in part")
_NOTHING = Sentence("Rien de l'exécution n° {of} n'est à ramener.", "Nothing of run {of} is to come back.")
_ALREADY = Sentence("{count} déjà en place, pareil.", "{count} there already, and the same.")
_AWAY = Sentence("Ne revient pas :", "Stays away:")
_REFUSED = Sentence("Refusé :", "Refused:")
_MAY_BE = Sentence(
    "L'exécution a aussi mis en archive des lignes de : {places}.\nCe qui y est à cette personne y reste ; "
    "lisez-le par `garant archive read`.",
    "The run also moved rows to the archive from: {places}.\nWhat is this person's there stays there; "
    "read it by `garant archive read`.",
)
_HELD = Sentence(
    "Gelé ({holds}), à revoir le {review} : sans cela la prochaine exécution le retirerait encore.\n"
    "Corrigez la politique, regardez un nouveau plan, puis : garant hold lift DOSSIER {numbers}",
    "Held ({holds}), to be reviewed on {review}: else the next run would take it out again.\n"
    "Mend the policy, look at a new plan, then: garant hold lift FOLDER {numbers}",
)
_ONE_HOLD = Sentence("gel n° {first}", "hold {first}")
_RANGE = Sentence("gels n° {first} à {last}", "holds {first} to {last}")
_SOME_HOLDS = Sentence("gels n° {all}", "holds {all}")


@dataclass(frozen=True, kw_only=True)
class Told:
    """What an undo did or would do, with all that is said of it; without a run it was a rehearsal."""

    returned: Returned
    wish: Wish
    run: int | None = None
    holds: tuple[int, ...] = ()
    review: date | None = None
    """The first day on which one of the holds is to be reviewed."""

    def as_text(self, refused: Sequence[Sentence], *, language: Language) -> str:
        """Return it as a person reads it."""
        return "\n".join(self._lines(refused, language)) + "\n"

    def _lines(self, refused: Sequence[Sentence], language: Language) -> Iterator[str]:
        head = _NOTHING if not self.returned.back else (_WOULD if self.run is None else _BACK)
        yield head.filled({"of": self.wish.run, "run": self.run, "part": self._part()}).said_in(language)
        width = max((len(place) for _, place, _ in self.returned.back), default=0) + 2
        for (what, place, columns), count in sorted(self.returned.back.items(), key=lambda one: one[0][1]):
            yield f"  {place:<{width}}{counted(count, _THINGS[what][language], language)}{_cells(columns, language)}"
        if self.returned.already:
            yield _ALREADY.filled({"count": tallied(self.returned.already, *_ONES)}).said_in(language)
        if away := list(self.returned.obstacles()):
            yield from ("", _AWAY.said_in(language))
            for obstacle, place, count in away:
                yield f"  {place}  {_many(obstacle, count, language)} : {_WHY[obstacle].said_in(language)}"
        if self.returned.perhaps_archived:
            places = ", ".join(sorted(self.returned.perhaps_archived))
            yield from ("", _MAY_BE.filled({"places": places}).said_in(language))
        if refused:
            yield from ("", _REFUSED.said_in(language))
            yield from (f"  - {sentence.said_in(language)}" for sentence in refused)
        if self.holds and self.review is not None:
            numbers = " ".join(map(str, sorted(self.holds)))
            said = {"holds": _numbers(self.holds), "review": dated(self.review), "numbers": numbers}
            yield from ("", _HELD.filled(said).said_in(language))

    def _part(self) -> Sentence:
        """Return how much of the run this was, where it was not all of it."""
        if self.wish.person is not None:
            return _OF_ONE
        if self.wish.table:
            return _OF_TABLE.filled({"table": self.wish.table})
        return _IN_PART if self.returned.away else same("")

    def as_json(self, refused: Sequence[Sentence], *, language: Language) -> str:
        """Return it as programs read it."""
        back = self.returned.back.items()
        said = {
            "undo of": self.wish.run,
            "run": self.run,
            "back": [_plain(what, place, columns, count=n) for (what, place, columns), n in back],
            "there already": self.returned.already,
            "away": [{"why": why.value, "where": place, "count": n} for why, place, n in self.returned.obstacles()],
            "perhaps archived": sorted(self.returned.perhaps_archived),
            "holds": list(self.holds),
            "refused": [sentence.said_in(language) for sentence in refused],
        }
        return json.dumps(said, indent=1, ensure_ascii=False) + "\n"


def _cells(columns: tuple[str, ...], language: Language) -> str:
    return f", {of_number(len(columns), _CELLS[language], language)} {', '.join(columns)}" if columns else ""


def _many(obstacle: Obstacle, count: int, language: Language) -> str:
    rows = obstacle is Obstacle.ARCHIVED
    return counted(count, _THINGS[Back.ROWS][language], language) if rows else number(count, language)


def _numbers(holds: Sequence[int]) -> Sentence:
    """Return the numbers of holds, as a range where they follow each other."""
    first, last = min(holds), max(holds)
    if first == last:
        return _ONE_HOLD.filled({"first": first})
    in_a_row = last - first + 1 == len(set(holds)) > 2
    return (_RANGE if in_a_row else _SOME_HOLDS).filled(
        {"first": first, "last": last, "all": ", ".join(map(str, sorted(holds)))}
    )


def _plain(what: Back, place: str, columns: tuple[str, ...], *, count: int) -> dict[str, object]:
    where = "files" if what is Back.FILES else "table"
    return {"kind": what.value, where: place, **({"columns": list(columns)} if columns else {}), "count": count}
