"""Each of the five organisations, whole: demo, check, plan, apply, verify, and a second plan that finds nothing due."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from garant.cli import main

ORGANISATIONS = ("idm", "imp", "cmapaca", "cesi", "cartesia")


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_what_is_due_goes_and_a_second_plan_finds_nothing_due(organisation: str, database_url: str, tmp_path: Path):
    folder, file = tmp_path / "folder", tmp_path / "plan.json"
    place = () if database_url.startswith("sqlite") else ("--database", database_url)
    made = run("demo", str(folder), "--organisation", organisation, "--people", "60", "--on", "2026-11-22", *place)
    assert made.exit_code == 0, made.output

    checked = said(run("check", str(folder), "--json"))
    assert {"code", "severity", "file", "line", "column", "message", "help"} <= set(checked["problems"][0])

    planned = said(run("plan", str(folder), "--on", "2026-11-22", "--out", str(file), "--json"))
    assert any(not step["kind"].startswith("keep") and step["count"] for step in planned["steps"])
    applied = run("apply", str(file), "--approved-by", "Dana", "--json")
    assert applied.exit_code == 0, applied.output
    assert said(applied)["steps"]

    again = said(run("plan", str(folder), "--on", "2026-11-22", "--json"))
    assert [step for step in again["steps"] if not step["kind"].startswith("keep") and step["count"]] == []
    assert all(step["because"] for step in again["steps"] if step["count"])

    verified = run("verify", str(folder), "--on", "2026-11-22", "--json")
    findings = said(verified)["findings"]
    assert verified.exit_code == (1 if any(finding["accepted"] is None for finding in findings) else 0)
    codes = {finding["code"] for finding in findings}
    assert not codes & {"past-due", "past-due-cells", "without-owner", "dangling-reference", "unmapped-table"}


def run(*arguments: str) -> Result:
    """Return what a command answered."""
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def said(result: Result) -> Any:
    """Return what a command printed for programs."""
    return json.loads(result.stdout)
