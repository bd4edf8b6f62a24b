"""Lists in one cell, however long: one element leaves, and the others stay in their order."""

import json

import pytest
import sqlalchemy as sa

from garant.adapters.sql.engine import connect
from garant.adapters.sql.words import words_for
from tests.databases import KINDS, fresh_database

MANY = [f"{number:0200}" for number in range(7_000)]
"""More than the million letters at which MariaDB cuts what it puts together, unless it is told otherwise."""

WRITTEN = {"json text": json.dumps(MANY), "comma list": ",".join(MANY)}


@pytest.mark.parametrize("form", WRITTEN)
@pytest.mark.parametrize("kind", KINDS)
def test_a_list_of_any_length_loses_one_element_and_nothing_else(kind: str, form: str):
    separated = form == "comma list"
    drafts = sa.Table("drafts", sa.MetaData(), sa.Column("ids", sa.Text(16_000_000 if kind == "mariadb" else None)))
    with fresh_database(kind) as url:
        engine = connect(url)
        with engine.begin() as connection:
            drafts.create(connection)
            connection.execute(sa.insert(drafts).values(ids=WRITTEN[form]))
            words = words_for(engine.dialect.name)
            elements = words.elements(drafts.c.ids, "e", separated=separated)
            left = words.joined(elements, words.element(elements) != MANY[7], separated=separated)
            found = connection.execute(sa.select(left.scalar_subquery()).select_from(drafts)).scalar_one()
        engine.dispose()

    read = found.split(",") if separated else json.loads(found) if isinstance(found, str) else found
    assert read == [one for one in MANY if one != MANY[7]]
