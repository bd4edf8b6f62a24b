"""Asks a database what a plan wants to know: rows are marked and counted, in one read transaction."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from sqlalchemy import Connection

from garant.adapters.sql.compiling import Compiler
from garant.adapters.sql.deeds.anonymising import Anonymising
from garant.adapters.sql.relations import Relations
from garant.planning.questions import Count, Mark, Question
from garant.planning.terrain.predicates import ALWAYS

Progress = Callable[[str, int, int], None]


def survey(
    connection: Connection, relations: Relations, questions: Sequence[Question], *, progress: Progress
) -> dict[Count, int]:
    """Return the count of every question, asked in order."""
    answers: dict[Count, int] = {}
    for index, question in enumerate(questions):
        match question:
            case Mark():
                progress(", ".join(m.table for m in question.tables), index, len(questions))
                at_first = relations.mark(question)
                Anonymising(connection, relations).split(question)
                for marked in question.tables:
                    relations.analyse(marked.table)
                answers.update({Count(m.table, m.going): relations.size(m.table) for m in question.tables})
                if len(question.tables) == 1:
                    answers.update({Count(m.table, m.at_first): at_first[m.table] for m in question.tables})
            case Count() if question in answers:
                continue
            case Count():
                progress(question.table, index, len(questions))
                relations.prepare([question.where])
                answers[question] = int(connection.scalar(counting(relations.compiler, question)) or 0)
    return answers


def counting(compiler: Compiler, question: Count) -> sa.Select[int]:
    """Return the statement that counts the rows of a question."""
    source, scope = compiler.start(question.table)
    statement = sa.select(sa.func.count()).select_from(source)
    return statement if question.where == ALWAYS else statement.where(compiler.condition(question.where, scope))
