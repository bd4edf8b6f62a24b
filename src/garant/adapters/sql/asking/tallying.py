"""Counts all that is asked of a table in one statement."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from garant.adapters.sql.asking.claims import ALWAYS, NEVER, Plain
from garant.adapters.sql.asking.keys import Keys
from garant.adapters.sql.asking.looking import Looks
from garant.adapters.sql.asking.telling import Going, Telling
from garant.adapters.sql.relations import Relations
from garant.planning.questions import Count, Mark, Marked
from garant.planning.terrain.predicates import NEVER as NO_ROW
from garant.planning.terrain.predicates import Condition, both, no


@dataclass(frozen=True)
class Tally:
    """What is counted of one table, and what each count claims of its rows."""

    table: str
    claims: Mapping[Count, int]


class Tallying:
    """Counts what is asked, table by table; all is known from the start, so that what is asked twice is found once."""

    def __init__(self, relations: Relations, counts: Iterable[Count], marks: Iterable[Mark]) -> None:
        """Take all that is to be counted, and the marks, of which most need only be described."""
        self._relations, schema = relations, relations.compiler.schema
        going = {one.table: _going(one) for mark in marks if is_described(mark) for one in mark.tables}
        telling = Telling(Keys(schema.tables, schema.dialect), going)
        self._claims = telling.claims
        self._looks = Looks(self._claims, relations)
        telling.constant = self._looks.constant
        asked: dict[str, dict[Count, int]] = {}
        for count in counts:
            asked.setdefault(count.table, {})[count] = telling.told(count.where, ("t", count.table))
        self.tallies = [Tally(table, claims) for table, claims in asked.items()]
        for tally in self.tallies:
            self._looks.ask(tally.table, tally.claims.values())

    @property
    def searches(self) -> list[Condition]:
        """Return the conditions that are asked as they stand, not step by step."""
        return [said.condition for said in self._claims.written if isinstance(said, Plain) and said.searches]

    def count(self, tally: Tally) -> Iterator[tuple[Count, int]]:
        """Yield the answers to what is asked of one table."""
        wanted = [claim for claim in dict.fromkeys(tally.claims.values()) if claim != NEVER]
        seen = self._looks.at(tally.table, wanted, once=True)
        counted = (
            sa.func.count() if claim == ALWAYS else sa.func.count(sa.case((seen.said(self._claims, claim), 1)))
            for claim in wanted
        )
        row = self._relations.connection.execute(sa.select(*counted).select_from(seen.rows)).one() if wanted else ()
        answers = dict(zip(wanted, map(int, row), strict=True))
        yield from ((count, answers.get(claim, 0)) for count, claim in tally.claims.items())


def is_described(mark: Mark) -> bool:
    """Return whether one condition says which rows go, so that they need not be found first."""
    one, *others = mark.tables
    return not others and one.kept_by_circle == NO_ROW and not one.generalised


def _going(one: Marked) -> Going:
    return Going(key=one.key, condition=both(one.at_first, *(no(need) for need in one.needed)))
