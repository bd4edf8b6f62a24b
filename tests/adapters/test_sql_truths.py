"""What applications write for true and false in SQLite, which holds anything: what is true is never `not true`."""

import pytest
import sqlalchemy as sa

from garant.adapters.sql.asking.seeing import see
from garant.adapters.sql.bounds import Bounds
from garant.adapters.sql.compiling import Compiler
from garant.adapters.sql.engine import connect
from garant.planning.terrain.predicates import Is, Value, no
from tests.databases import fresh_database

WRITTEN = {
    "true": ("1", "2", "'t'", "'T'", "'true'", "'yes'", "'oui'"),
    "false": ("0", "0.0", "'f'", "'FALSE'", "'no'", "'off'", "''"),
    "neither": ("NULL",),
}


@pytest.mark.parametrize(("meant", "written"), [(meant, one) for meant, each in WRITTEN.items() for one in each])
def test_a_truth_is_read_however_it_is_written(meant: str, written: str):
    with fresh_database("sqlite") as url:
        engine = connect(url)
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE pupils (id INTEGER PRIMARY KEY, staying BOOLEAN)")
            connection.exec_driver_sql(f"INSERT INTO pupils VALUES (1, {written})")  # noqa: S608
            compiler = Compiler(see(connection, "school"), Bounds("Europe/Paris", "UTC", "sqlite"))
            pupils = compiler.table("school.pupils")

            def holds(*among: bool, negated: bool = False) -> bool:
                said = Is(Value("t", "staying"), among)
                where = compiler.condition(no(said) if negated else said, {"t": pupils})
                return connection.execute(sa.select(sa.func.count()).select_from(pupils).where(where)).scalar() == 1

            assert holds(True) == (meant == "true")
            assert holds(False) == (meant == "false")
            assert holds(True, negated=True) == (meant != "true")
            assert holds(False, negated=True) == (meant != "false")
        engine.dispose()
