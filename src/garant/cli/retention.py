"""`garant plan` and `garant apply`: what is due, and doing it."""

import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click

from garant import wiring
from garant.documents import plan_files, plans, runs
from garant.evidence.failures import StateFailure
from garant.planning.plan import Plan
from garant.policy.statements import Language
from garant.ports import StoreFailed
from garant.wiring import MapLost, NothingToRun

REFUSED, COULD_NOT_RUN = 1, 2

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_LANGUAGE = click.Choice(["fr", "en"])


@click.command()
@click.argument("folder", type=_FOLDER)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day to plan for; today if left out.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the plan here, for `garant apply`.")
@click.option("--language", type=_LANGUAGE, help="The language of the text; the policy's first if left out.")
@click.option("--json", "as_data", is_flag=True, help="Print JSON, for programs.")
def plan(folder: Path, *, on: datetime | None, out: Path | None, language: str | None, as_data: bool) -> None:
    """Say what has lost its last reason in the stores of FOLDER, what stays, and why; change nothing."""
    try:
        opened = wiring.open_folder(folder)
        made = wiring.make_plan(opened, on=on.date() if on else None, progress=_progress())
    except MapLost as lost:
        _give_up(str(lost), f"mend the data map, or the store: garant check {folder}")
    except NothingToRun:
        _nothing_to_run(folder)
    except (StateFailure, StoreFailed) as failure:
        _give_up(str(failure), failure.mend)
    text = plan_files.as_json(made)
    if out is not None:
        _write(out, text)
    click.echo(text if as_data else _in_words(made, opened, language), nl=False)
    if out is not None and not as_data:
        click.echo(f"\n{plans.next_command(made, os.fspath(out), language=_language(opened, language))}")


@click.command()
@click.argument("file", type=_FILE)
@click.option(
    "--approved-by",
    metavar="NAME",
    help="Who has read the plan and approves it, where it asks for approval; the name goes on record.",
)
@click.option("--language", type=_LANGUAGE, help="The language of the text; the policy's first if left out.")
@click.option("--json", "as_data", is_flag=True, help="Print JSON, for programs.")
def apply(file: Path, *, approved_by: str | None, language: str | None, as_data: bool) -> None:
    """Carry out the plan in FILE, and nothing else; each batch leaves evidence.

    What each rule says is asked again at the moment of writing: what became justified since the plan stays.
    """
    try:
        planned = plan_files.read(file.read_text(encoding="utf-8"))
        refusal, applied = wiring.apply(planned, approved_by=approved_by, told=_told())
    except MapLost as lost:
        _give_up(str(lost), "mend the data map, or the store: garant check FOLDER")
    except NothingToRun:
        _nothing_to_run(file)
    except (StateFailure, StoreFailed) as failure:
        _give_up(str(failure), failure.mend)
    except (ValueError, OSError) as wrong:
        _give_up(str(wrong), "make the plan again: garant plan FOLDER --out FILE")
    if refusal is not None or applied is None:
        _refuse(refusal or "")
    done = (applied.run, applied.counts, applied.refused)
    if as_data:
        click.echo(runs.as_json(*done, is_exact=applied.is_exact), nl=False)
    else:
        spoken = _language(wiring.open_folder(Path(planned.folder)), language)
        click.echo(runs.as_text(*done, is_exact=applied.is_exact, language=spoken), nl=False)
    if applied.refused:
        sys.exit(REFUSED)


def _in_words(made: Plan, opened: wiring.Folder, language: str | None) -> str:
    policy = opened.reading.policy
    assert policy is not None  # a plan was made by it
    return plans.as_text(made, policy, language=_language(opened, language))


def _language(opened: wiring.Folder, asked: str | None) -> Language:
    return "fr" if (asked or wiring.first_language(opened)) == "fr" else "en"


def _refuse(refusal: str) -> NoReturn:
    click.echo(f"garant: {refusal}", err=True)
    mend = "read the plan, then add --approved-by NAME" if "approval" in refusal else "make a new plan and apply that"
    click.echo(f"  {mend}; nothing was changed", err=True)
    sys.exit(REFUSED)


def _nothing_to_run(folder: Path) -> NoReturn:
    _give_up(f"the policy folder of `{folder}` cannot be read whole", "see what is wrong with it: garant check FOLDER")


def _give_up(sentence: str, mend: str) -> NoReturn:
    click.echo(f"garant: {sentence}\n  {mend}", err=True)
    sys.exit(COULD_NOT_RUN)


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as wrong:
        _give_up(f"`{file}` cannot be written ({wrong.strerror})", "name a file in a folder that you may write")


def _progress() -> Callable[[str, int, int], None]:
    if not sys.stderr.isatty():
        return lambda _table, _done, _whole: None
    return lambda table, done, whole: click.echo(f"\r\x1b[K{done}/{whole} {table}", err=True, nl=done + 1 == whole)


def _told() -> Callable[[str, int], None]:
    if not sys.stderr.isatty():
        return lambda _table, _count: None
    return lambda table, count: click.echo(f"\r\x1b[K{count:,} dealt with, now {table}", err=True, nl=False)
