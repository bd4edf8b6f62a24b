"""Puts into words what an undo brings back, what stays away and why, and into JSON for programs."""

import json
from collections.abc import Iterator, Mapping, Sequence

from garant.planning.undo.returning import Back, Obstacle, Returned
from garant.policy.speech.figures import counted, number, tallied
from garant.policy.speech.sentences import Language, Sentence

_Forms = Mapping[Language, tuple[str, str]]
_THINGS: Mapping[Back, _Forms] = {
    Back.ROWS: {"fr": ("ligne", "lignes"), "en": ("row", "rows")},
    Back.CELLS: {"fr": ("ligne", "lignes"), "en": ("row", "rows")},
    Back.FILES: {"fr": ("fichier", "fichiers"), "en": ("file", "files")},
}
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
        "passé dans l'archive : c'est là qu'on le lit, `garant archive read`",
        "moved to the archive: it is read there, `garant archive read`",
    ),
}
_BACK = Sentence("Exécution n° {of} annulée, par l'exécution n° {run} :", "Run {of} undone, by run {run}:")
_WOULD = Sentence(
    "L'exécution n° {of} peut être annulée ; reviendrait :", "Run {of} can be undone; this would come back:"
)
_NOTHING = Sentence("Rien de l'exécution n° {of} n'est à ramener.", "Nothing of run {of} is to come back.")
_ALREADY = Sentence("{count} déjà en place, pareil.", "{count} there already, and the same.")
_AWAY = Sentence("Ne revient pas :", "Stays away:")
_REFUSED = Sentence("Refusé :", "Refused:")
_HELD = Sentence(
    "Gelé jusqu'à sa revue (gel n° {holds}) : sans cela la prochaine exécution le retirerait encore.",
    "Held until its review (hold {holds}): else the next run would take it out again.",
)


class Told:
    """What an undo did or would do, with all that is said of it."""

    def __init__(self, returned: Returned, *, of: int, run: int | None, holds: Sequence[int] = ()) -> None:
        """Take what came of it; without a run it was a rehearsal."""
        self.returned, self.of, self.run, self.holds = returned, of, run, tuple(holds)

    def as_text(self, refused: Sequence[Sentence], *, language: Language) -> str:
        """Return it as a person reads it."""
        return "\n".join(self._lines(refused, language)) + "\n"

    def _lines(self, refused: Sequence[Sentence], language: Language) -> Iterator[str]:
        head = _NOTHING if not self.returned.back else (_WOULD if self.run is None else _BACK)
        yield head.filled({"of": self.of, "run": self.run}).said_in(language)
        width = max((len(place) for _, place, _ in self.returned.back), default=0) + 2
        for (what, place, columns), count in sorted(self.returned.back.items(), key=lambda one: one[0][1]):
            yield f"  {place:<{width}}{counted(count, _THINGS[what][language], language)} {', '.join(columns)}".rstrip()
        if self.returned.already:
            yield _ALREADY.filled({"count": tallied(self.returned.already, *_ONES)}).said_in(language)
        if away := list(self.returned.obstacles()):
            yield from ("", _AWAY.said_in(language))
            for obstacle, place, count in away:
                yield f"  {place}  {number(count, language)} : {_WHY[obstacle].said_in(language)}"
        if refused:
            yield from ("", _REFUSED.said_in(language))
            yield from (f"  - {sentence.said_in(language)}" for sentence in refused)
        if self.holds:
            yield from ("", _HELD.filled({"holds": ", ".join(map(str, self.holds))}).said_in(language))

    def as_json(self, refused: Sequence[Sentence], *, language: Language) -> str:
        """Return it as programs read it."""
        back = self.returned.back.items()
        said = {
            "undo of": self.of,
            "run": self.run,
            "back": [_plain(what, place, columns, count=n) for (what, place, columns), n in back],
            "there already": self.returned.already,
            "away": [{"why": why.value, "where": place, "count": n} for why, place, n in self.returned.obstacles()],
            "holds": list(self.holds),
            "refused": [sentence.said_in(language) for sentence in refused],
        }
        return json.dumps(said, indent=1, ensure_ascii=False) + "\n"


def _plain(what: Back, place: str, columns: tuple[str, ...], *, count: int) -> dict[str, object]:
    where = "files" if what is Back.FILES else "table"
    return {"kind": what.value, where: place, **({"columns": list(columns)} if columns else {}), "count": count}
