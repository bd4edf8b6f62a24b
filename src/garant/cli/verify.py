"""`garant verify`: whether the data, the map and the promises are as the policy says."""

import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

import click

from garant import wiring
from garant.documents import findings
from garant.evidence.failures import StateFailure
from garant.planning.grounds.holds import ruling
from garant.planning.verification import Finding
from garant.ports import StoreFailed
from garant.use_cases.verify_data import Stores, verify_data

FOUND, COULD_NOT_RUN = 1, 2


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day to verify; today if left out.")
@click.option(
    "--language", type=click.Choice(["fr", "en"]), help="The language of the text; the policy's first if left out."
)
@click.option("--json", "as_data", is_flag=True, help="Print JSON, for programs.")
def verify(folder: Path, *, on: datetime | None, language: str | None, as_data: bool) -> None:
    """Count what in the stores of FOLDER has no reason, no category, no owner, no date or no proof."""
    try:
        opened = wiring.open_folder(folder)
        day = on.date() if on else wiring.today(opened)
        found = _verified(opened, day)
    except wiring.NothingToRun:
        _give_up(f"the policy folder `{folder}` cannot be read whole", f"see what is wrong: garant check {folder}")
    except (StateFailure, StoreFailed) as failure:
        _give_up(str(failure), failure.mend)
    except (OSError, UnicodeDecodeError):
        _give_up(f"a file of `{folder}` cannot be read", "let it be a text in UTF-8 that you may read")
    spoken = language or wiring.first_language(opened)
    text = findings.as_text(found, on=day, language="fr" if spoken == "fr" else "en")
    click.echo(findings.as_json(found, on=day) if as_data else text, nl=False)
    if any(one.accepted is None for one in found):
        sys.exit(FOUND)


def _verified(opened: wiring.Folder, on: date) -> tuple[Finding, ...]:
    layout, failed = opened.layout()
    if failed and not layout.schemas:
        raise failed[0]
    state = wiring.open_state(opened.path)
    stores = Stores(
        databases=opened.databases,
        files=opened.places(failed),
        failed=failed,
        memory=wiring.memory_of(opened, layout, state, on=on),
        holds=ruling(state.holds.all()),
        evidence=state.evidence,
        progress=_progress(),
    )
    return verify_data(layout, opened.reading, stores=stores, on=on, at=wiring.now())


def _progress() -> Callable[[str, int, int], None]:
    # A line that rewrites itself is for people who look on, not for a file.
    if not sys.stderr.isatty():
        return lambda _table, _done, _whole: None
    return lambda table, done, whole: click.echo(f"\r\x1b[K{done + 1}/{whole} {table}", err=True, nl=False)


def _give_up(sentence: str, mend: str) -> NoReturn:
    click.echo(f"garant: {sentence}\n  {mend}", err=True)
    sys.exit(COULD_NOT_RUN)
