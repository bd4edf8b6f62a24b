"""Asks a database what a plan wants to know: rows are marked and counted, in one read transaction."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from sqlalchemy import Connection

from garant.adapters.sql.asking.tallying import Tallying, is_described
from garant.adapters.sql.deeds.anonymising import Anonymising
from garant.adapters.sql.relations import Relations, names
from garant.planning.going import GONE
from garant.planning.questions import Count, Mark, Question

Progress = Callable[[str, int, int], None]


def survey(
    connection: Connection, relations: Relations, questions: Sequence[Question], *, progress: Progress
) -> dict[Count, int]:
    """Return the count of every question: rows are marked in order, then each table's are counted together."""
    marks = [question for question in questions if isinstance(question, Mark)]
    counts = dict.fromkeys(question for question in questions if isinstance(question, Count))
    tallying = Tallying(relations, counts, marks)
    marked = _to_be_marked(marks, tallying.searches)
    steps = len(marked) + len(tallying.tallies)
    for index, mark in enumerate(marked):
        progress(", ".join(one.table for one in mark.tables), index, steps)
        relations.mark(mark)
        Anonymising(connection, relations).split(mark)
        for one in mark.tables:
            relations.analyse(one.table)
    relations.prepare(tallying.searches)
    answers: dict[Count, int] = {}
    for index, tally in enumerate(tallying.tallies):
        progress(tally.table, len(marked) + index, steps)
        answers.update(tallying.count(tally))
    return answers


def _to_be_marked(marks: Sequence[Mark], searches: Iterable[object]) -> Sequence[Mark]:
    """Return, in order, the marks that no description can stand for, and those that a search speaks of by name."""
    by_name: Mapping[str, Mark] = {f"{GONE}{one.table}": mark for mark in marks for one in mark.tables}
    wanted = {mark: None for mark in marks if not is_described(mark)}
    waiting: list[object] = [*wanted, *searches]
    while waiting:
        for name in names(waiting.pop()):
            mark = by_name.get(name)
            if mark is not None and mark not in wanted:
                wanted[mark] = None
                waiting.append(mark)
    return [mark for mark in marks if mark in wanted]
