"""Commands and options that explain themselves in the language of whoever asks, and not of whoever imported them."""

import gettext
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from garant.policy.speech.sentences import Language, Sentence
from garant.policy.speech.suggestions import did_you_mean

_CATALOGUES = Path(__file__).with_name("locale")


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Let click's own words be said in this language for a while: it asks gettext, which asks the environment."""
    environment = os.environ  # noqa: TID251 - the edge
    before = environment.get("LANGUAGE")
    environment["LANGUAGE"] = language
    gettext.bindtextdomain("click", _CATALOGUES)
    gettext.textdomain("click")
    try:
        yield
    finally:
        del environment["LANGUAGE"]
        environment.update({} if before is None else {"LANGUAGE": before})


def spoken() -> Language:
    """Return the language in which whoever asks is told."""
    return "en" if os.environ.get("LANGUAGE", "").startswith("en") else "fr"  # noqa: TID251 - the edge


class Option(click.Option):
    """An option with its help, and what it takes, in both languages."""

    def __init__(self, *args: Any, said: Sentence, takes: Sentence | None = None, **kwargs: Any) -> None:
        """Take the help, and the name of the value, beside what an option takes."""
        super().__init__(*args, **{**kwargs, "help": said.en})
        self.said, self.takes = said, takes

    def make_metavar(self, ctx: click.Context) -> str:
        """Return what the option takes."""
        return self.takes.said_in(spoken()) if self.takes else super().make_metavar(ctx)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help."""
        self.help = self.said.said_in(spoken())
        return super().get_help_record(ctx)


def option(*names: str, said: Sentence, takes: Sentence | None = None, **more: Any) -> Callable[..., Any]:
    """Return an option with its help, and what it takes, in both languages."""
    return click.option(*names, cls=Option, said=said, takes=takes, **more)


class Argument(click.Argument):
    """An argument with its name in both languages."""

    def __init__(self, *args: Any, said: Sentence, **kwargs: Any) -> None:
        """Take the name beside what an argument takes."""
        super().__init__(*args, **kwargs)
        self.said = said

    def make_metavar(self, ctx: click.Context) -> str:  # noqa: ARG002 - click calls it so
        """Return the name."""
        return self.said.said_in(spoken())


class Day(click.ParamType[date]):
    """A day as year-month-day."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day, or say how one is written."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value if _DAY.fullmatch(value) else "")
        except ValueError:
            self.fail(_NO_DAY.filled({"value": value}).said_in(spoken()), param, ctx)


class Written(click.ParamType[str]):
    """A name or a sentence that goes on record, so that blanks are none."""

    name = "text"

    def __init__(self, missing: Sentence) -> None:
        """Take what is said where there is none."""
        self._missing = missing

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text without blanks around it, or say that there is none."""
        return str(value).strip() or self.fail(self._missing.said_in(spoken()), param, ctx)


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NO_DAY = Sentence(
    "« {value} » n'est pas un jour ; écrivez-le année-mois-jour, comme 2026-03-01.",
    "`{value}` is not a day; write it as year-month-day, e.g. 2026-03-01.",
)
_HELP = Sentence("Dit ceci.", "Show this message and exit.")


class Command(click.Command):
    """A command with its help in both languages."""

    def __init__(self, *args: Any, said: Sentence, **kwargs: Any) -> None:
        """Take the help beside what a command takes."""
        super().__init__(*args, **{**kwargs, "help": said.en})
        self.said = said

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option for help, which click makes once and keeps."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _HELP.said_in(spoken())
        return option

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help."""
        self.help = self.said.said_in(spoken())
        super().format_help_text(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - click calls it so
        """Return the first sentence of the help, whole: a list of commands has room for two lines."""
        return self.said.said_in(spoken()).partition("\n")[0]


class Group(Command, click.Group):
    """A group of commands with its help in both languages, which knows what was meant by a word that is none."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click calls it so
        """Return what a command line is made of."""
        return ["[OPTIONS]", _COMMAND.said_in(spoken())]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that was typed, or say which one may have been meant."""
        if args[0] in self.list_commands(ctx) or args[0].startswith("-"):
            return super().resolve_command(ctx, args)
        mend = did_you_mean(args[0], self.list_commands(ctx))
        raise click.UsageError(_NO_COMMAND.filled({"typed": args[0], "mend": mend}).said_in(spoken()), ctx)


_COMMAND = Sentence("COMMANDE [ARGUMENTS]…", "COMMAND [ARGS]...")
_NO_COMMAND = Sentence("La commande « {typed} » n'existe pas ; {mend}", "There is no command `{typed}`; {mend}")
