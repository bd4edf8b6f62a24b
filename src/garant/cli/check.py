"""`garant check`: what is wrong or missing in a policy folder."""

import sys
from pathlib import Path
from typing import NoReturn

import click

from garant import wiring
from garant.documents import clocks, problems
from garant.policy.problems import Severity
from garant.ports import StoreFailed
from garant.use_cases.check_policy import Checked, Seen, check_policy

FOUND, COULD_NOT_RUN = 1, 2


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--strict", is_flag=True, help="Warnings count too: exit with 1.")
@click.option("--explain", is_flag=True, help="Also say where each rule finds its clock, and what is remembered.")
@click.option("--offline", is_flag=True, help="Look at the texts alone; ask no store.")
@click.option("--json", "as_data", is_flag=True, help="Print JSON, for programs.")
def check(folder: Path, **options: bool) -> None:
    """Say what is wrong or missing in FOLDER, each problem with its place and what to do about it."""
    seen, checked = _checked(folder, offline=options["offline"])
    explained = checked.clocks if options["explain"] else None
    if options["as_data"]:
        click.echo(problems.as_json(checked.problems, **(clocks.as_plain(explained) if explained else {})), nl=False)
    else:
        click.echo(problems.as_text(checked.problems), nl=False)
        click.echo(f"\n{clocks.as_text(explained)}" if explained else "", nl=False)
    if options["explain"] and explained is None:
        click.echo("garant: where clocks are is told when the texts are whole and the stores answer", err=True)
    if seen is not None and seen.is_blind:
        _give_up("no store answered, so that only the texts were looked at", "mend that, or say so with --offline")
    if checked.worst_is(Severity.ERROR, *([Severity.WARNING] if options["strict"] else [])):
        sys.exit(FOUND)


def _checked(folder: Path, *, offline: bool) -> tuple[Seen | None, Checked]:
    try:
        opened = wiring.open_folder(folder)
        seen = None if offline else _look(opened)
        return seen, check_policy(opened.reading, seen)
    except StoreFailed as failure:
        _give_up(str(failure), failure.mend)
    except (OSError, UnicodeDecodeError):
        _give_up(f"a file of `{folder}` cannot be read", "let it be a text in UTF-8 that you may read")


def _look(opened: wiring.Folder) -> Seen | None:
    try:
        layout, failed = opened.layout()
    except wiring.NothingToRun:
        return None
    return Seen(layout=layout, failed=failed)


def _give_up(sentence: str, mend: str) -> NoReturn:
    click.echo(f"garant: {sentence}\n  {mend}", err=True)
    sys.exit(COULD_NOT_RUN)
