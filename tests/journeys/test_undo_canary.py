"""An undo tells nobody whose rows came back, nor which key stood in the way, nor why it was asked for."""

from tests.journeys.school import School
from tests.journeys.test_canary import NUMBER, WORD, leaks, logged, planted

__all__ = ["logged", "planted"]


def test_an_undo_says_nothing_of_anybody(planted: School, logged: list[str]):
    folder, plan, bundle = planted.folder, planted.folder / "p.json", planted.folder / "evidence.json"
    who = ("--by", "Dana", "--motive", f"for {WORD}")
    said = {
        "plan": planted.garant("plan", folder, "--on", "2026-03-01", "--out", plan),
        "apply": planted.garant("apply", plan, "--approved-by", "Dana"),
    }
    planted.execute("school", f"INSERT INTO pupils VALUES ({NUMBER}, '{WORD} C', NULL)")  # noqa: S608
    said |= {
        "undo rehearsed": planted.garant("undo", "1", "--folder", folder, "--dry-run"),
        "undo": planted.garant("undo", "1", "--folder", folder, *who),
        "undo --json": planted.garant("undo", "1", "--folder", folder, *who, "--json"),
        "plan again": planted.garant("plan", folder, "--on", "2026-03-01"),
        "export": planted.garant("evidence", "export", folder, "--to", bundle, "--with-records"),
    }

    assert "in use again" in said["undo"].output
    assert any(f"{WORD} B" in str(row) for row in planted.rows()["school.pupils"])
    assert leaks(folder, said, logged) == []
