"""`garant demo`: an invented organisation to try Garant on."""

import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from garant import wiring
from garant.ports import DatabaseTaken, DemoFailure, FolderTaken
from garant.use_cases.make_demo import make_demo

REFUSED, COULD_NOT_RUN = 1, 2
ORGANISATIONS = ("idm", "imp", "cmapaca", "cesi", "cartesia")
FRANCE = ZoneInfo("Europe/Paris")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--organisation", type=click.Choice(ORGANISATIONS), default="cmapaca", show_default=True, help="Whose policy."
)
@click.option("--people", type=click.IntRange(20, 10_000_000), default=300, show_default=True, help="About how many.")
@click.option("--database", metavar="URL", help="An empty PostgreSQL or MariaDB database to fill instead of a file.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day of the demo; today if left out.")
def demo(folder: Path, *, organisation: str, people: int, database: str | None, on: datetime | None) -> None:
    """Make FOLDER: an invented organisation with its policy, filled databases and files."""
    try:
        ground = wiring.demo_ground(folder, organisation=organisation, database=database)
        count = make_demo(ground, people=people, on=_day(on), tell=_progress())
    except DemoFailure as failure:
        click.echo(f"garant: {failure}", err=True)
        click.echo(f"  {failure.mend}", err=True)
        sys.exit(REFUSED if isinstance(failure, FolderTaken | DatabaseTaken) else COULD_NOT_RUN)
    if sys.stderr.isatty():
        click.echo(err=True)
    click.echo(f"{count:,} invented rows and files of `{organisation}` for {_day(on)}")
    click.echo(f"  policy and data map   {folder}/policy.yaml, {folder}/data-map.yaml")
    click.echo(f"  settings              {folder}/.env (addresses and keys, for this demo only)")
    click.echo(f"  what to try           {folder}/README.txt")
    click.echo(f"next: garant check {folder}")


def _day(on: datetime | None) -> date:
    return on.date() if on else wiring.now().astimezone(FRANCE).date()


def _progress() -> Callable[[int], None]:
    # A line that rewrites itself is for people who look on, not for a file.
    if not sys.stderr.isatty():
        return lambda _count: None
    return lambda count: click.echo(f"\r{count:,} rows and files", err=True, nl=False)
