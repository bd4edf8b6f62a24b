"""The commands: arguments in, use case, text or JSON out."""

from importlib import import_module

import click

_COMMANDS = {
    "demo": "garant.cli.demo:demo",
    "check": "garant.cli.check:check",
    "plan": "garant.cli.retention:plan",
    "apply": "garant.cli.retention:apply",
    "verify": "garant.cli.verify:verify",
    "evidence": "garant.cli.evidence:evidence",
}


class _Late(click.Group):
    """Imports a command when it is called, so that `garant --help` waits for no library."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click calls it so
        """Return the commands in the order of work."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command, imported now."""
        place = _COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_SHORT.items()))


_SHORT = {
    "demo": "make a policy folder and filled databases to try it on",
    "check": "what is wrong or missing in a policy folder",
    "plan": "what is due on a day, what stays, and why",
    "apply": "carry out a plan",
    "verify": "cells without a reason, columns without a category, promises without proof",
    "evidence": "hand the evidence out, and check it without us",
}


@click.group(
    cls=_Late,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Exit status: 0 fine, 1 refused or found, 2 could not run. `garant COMMAND --help` says more of each.",
)
@click.version_option(package_name="garant", message="%(package)s %(version)s")
def main() -> None:
    """Make a privacy policy run: what has lost its last reason to be kept goes, and everything is proved."""
