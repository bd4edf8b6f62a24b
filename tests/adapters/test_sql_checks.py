"""What a CHECK asks is read as each database spells it."""

import pytest
import sqlalchemy as sa

from garant.adapters.sql.asking.seeing import see
from garant.planning.fitting.constraints import passes
from tests.databases import KINDS, fresh_database

TABLE = """
CREATE TABLE notes (
  id INTEGER PRIMARY KEY,
  subject VARCHAR(20) NOT NULL CHECK (subject <> '-'),
  state VARCHAR(20) NOT NULL CHECK (state IN ('a', 'b')),
  title VARCHAR(20) NOT NULL CHECK (length(title) > 2)
)
"""
ANSWERS = [("subject", "effacé", True), ("subject", "-", False), ("state", "b", True), ("state", "c", False)]
ANSWERS += [("title", "effacé", True), ("title", "-", False)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_filler_that_a_check_would_refuse_is_known_from_the_schema(kind: str):
    with fresh_database(kind) as address:
        engine = sa.create_engine(address)
        with engine.begin() as connection:
            connection.exec_driver_sql(TABLE)
        with engine.connect() as connection:
            seen = see(connection, "school").tables["school.notes"]
        engine.dispose()

        assert set(seen.checked) == {"subject", "state", "title"}
        assert [(name, filler, passes(filler, name, seen)) for name, filler, _ in ANSWERS] == ANSWERS
