"""Write the commands into docs/reference/cli.md from the commands themselves; a test holds that it is fresh."""

from collections.abc import Iterator
from pathlib import Path

import click

from garant.cli import main as garant
from garant.cli.spoken import Command, speaking, spoken

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "cli.md"
BEGIN, END = "<!-- commands -->\n", "<!-- end of commands -->\n"


def refreshed(page: str) -> str:
    """Return the page with its middle part written anew."""
    head, _, rest = page.partition(BEGIN)
    tail = rest.partition(END)[2]
    with speaking("en"):
        return "".join([head, BEGIN, "\n", *_commands(garant, ("garant",)), END, tail])


def _commands(command: click.Command, path: tuple[str, ...]) -> Iterator[str]:
    context = click.Context(command, info_name=" ".join(path))
    if not isinstance(command, click.Group):
        yield "\n".join([*_command(command, context, " ".join(path)), ""])
        return
    for name in command.list_commands(context):
        member = command.get_command(context, name)
        if member is not None and not member.hidden:
            yield from _commands(member, (*path, name))


def _command(command: click.Command, context: click.Context, path: str) -> Iterator[str]:
    wanted = (part for part in command.collect_usage_pieces(context) if part != "[OPTIONS]")
    yield from (f"## {path}", "", "```text", " ".join([path, *wanted, "[OPTIONS]"]), "```", "")
    help_text = command.said.said_in(spoken()) if isinstance(command, Command) else command.help or ""
    yield from (" ".join(help_text.split()).replace(". ", ".\n"), "")
    yield from ("| option | |", "|---|---|")
    for option in command.params:
        row = option.get_help_record(context)
        if row is not None and isinstance(option, click.Option):
            yield f"| `{row[0].replace('|', ' or ')}` | {' '.join(row[1].split())} |"
    yield ""


if __name__ == "__main__":
    PAGE.write_text(refreshed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
