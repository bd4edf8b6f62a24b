"""Whatever people are told is said in French and in English, and in neither is anything left in the other."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import click
import pytest

from garant.policy.catalogue import CATALOGUE
from garant.policy.messages import MESSAGES
from garant.policy.messages.fillers import FILLERS
from tests.architecture.source import PACKAGE, Module, called_name, product

CATALOGUE_OF_CLICK = PACKAGE / "cli" / "locale" / "fr" / "LC_MESSAGES" / "click.po"
WORDS_OF_ENGLISH = re.compile(r"\b(the|and|of|is|are|not|with|which|that|may|has)\b", re.IGNORECASE)
WORDS_OF_FRENCH = re.compile(r"\b(le|la|les|des|du|est|sont|une|qui|que|dans|pas)\b", re.IGNORECASE)
# What the author writes, or types, is the same in every language.
QUOTED = re.compile(
    r"`[^`]*`|« [^»]* »|\"[^\"]*\"|\{[^}]*\}|--[a-z-]+|docs/\S+|code d[eu] [a-zé ]+|CREATE INDEX.*|ALTER TABLE.*"
)
ALL_MESSAGES = {**MESSAGES, **{f"filler {name}": message for name, message in FILLERS.items()}}


def sentences() -> Iterator[tuple[str, str, str]]:
    """Yield every sentence that is written out in the code: its place, its French and its English."""
    for module in product():
        for call in module.calls():
            if called_name(call) in {"Sentence", "_whatever_the_number"} and len(call.args) == 2:
                french, english = (_text(argument) for argument in call.args)
                if french is not None and english is not None:
                    yield f"{module.name}:{call.lineno}", french, english


def _text(argument: ast.expr) -> str | None:
    match argument:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in values)
        case _:
            return None


SENTENCES = list(sentences())


def test_every_problem_has_its_words_and_all_words_are_of_a_problem():
    assert {name.partition("/")[0] for name in MESSAGES} == set(CATALOGUE)


@pytest.mark.parametrize("name", ALL_MESSAGES)
def test_a_message_names_the_same_things_in_both_languages(name: str):
    message = ALL_MESSAGES[name]

    for french, english in zip(message.fr, message.en, strict=True):
        assert _named(french) == _named(english)
        assert french and english
        assert not french.endswith(".") and not english.endswith(".")


def test_a_sentence_names_the_same_things_in_both_languages():
    assert len(SENTENCES) > 200
    assert [place for place, french, english in SENTENCES if _named(french) != _named(english)] == []


def _named(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_no_french_is_left_in_english_and_no_english_in_french():
    told = [*SENTENCES]
    told += [(name, " ".join(message.fr), " ".join(message.en)) for name, message in ALL_MESSAGES.items()]

    english_in_french = [place for place, french, _ in told if WORDS_OF_ENGLISH.search(QUOTED.sub("", french))]
    french_in_english = [place for place, _, english in told if WORDS_OF_FRENCH.search(QUOTED.sub("", english))]
    assert english_in_french == []
    assert french_in_english == []


def test_french_puts_a_space_before_its_high_marks_and_english_puts_none():
    high = re.compile(r"(?<![\s\u202f\u00a0:/])[:;?!](?=\s|$)")

    assert [place for place, french, _ in SENTENCES if high.search(_spoken(french))] == []
    assert [place for place, _, english in SENTENCES if re.search(r"\s[;?!](?=\s|$)", _spoken(english))] == []


def _spoken(text: str) -> str:
    # `garant:` opens what is said on the error stream, as every command line tool does.
    return QUOTED.sub("x", text).replace("garant:", "").replace("stand-ins:", "")


SPEAKS = {"echo", "stop", "fail", "UsageError", "ClickException", "BadParameter", "section", "option", "command"}


def test_no_command_prints_words_that_are_in_one_language_only():
    """A text with words in it reaches people through a Sentence alone."""
    bare = [
        f"{module.name}:{call.lineno}"
        for module in product()
        if module.name.startswith("garant.cli") or "/cli/" in str(module.path)
        for call in module.calls()
        if called_name(call).rpartition(".")[2] in SPEAKS
        for argument in [*call.args, *(key.value for key in call.keywords if key.arg in {"help", "message", "epilog"})]
        if _is_worded(argument)
    ]

    assert bare == []


def _is_worded(argument: ast.expr) -> bool:
    text = _text(argument)
    return text is not None and re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", QUOTED.sub("", text)) is not None


def test_no_failure_has_its_words_in_one_language_only():
    """What is raised to be told to people takes Sentences; the type checker holds the rest."""
    assert [f"{module.name}:{node.lineno}" for module in product() for node in _worded_attributes(module)] == []


def _worded_attributes(module: Module) -> Iterator[ast.Assign]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant | ast.JoinedStr):
            names = {target.id for target in node.targets if isinstance(target, ast.Name)}
            if names & {"sentence", "mend"}:
                yield node


# click's own words


def test_the_catalogue_of_click_is_compiled():
    with CATALOGUE_OF_CLICK.with_suffix(".mo").open("rb") as compiled:
        said = gettext.GNUTranslations(compiled)

    for english, french in _entries():
        one, _, many = english.partition("\0")
        assert (said.ngettext(one, many, 1) if many else said.gettext(one)) == french


def _entries() -> Iterator[tuple[str, str]]:
    """Yield what the catalogue says, its plurals joined as gettext joins them."""
    block = r'msgid "(.+)"\n(?:msgid_plural "(.+)"\nmsgstr\[0\]|msgstr) "(.+)"'
    for english, plural, french in re.findall(block, CATALOGUE_OF_CLICK.read_text(encoding="utf-8")):
        yield "\0".join(_unquoted(one) for one in (english, plural) if one), _unquoted(french)


def _unquoted(text: str) -> str:
    return str(ast.literal_eval(f'"{text}"'))


@pytest.mark.parametrize("part", ["core", "exceptions", "formatting", "parser", "types"])
def test_what_click_says_to_people_is_in_french_too(part: str):
    known = {one for english, _ in _entries() for one in english.split("\0")}
    tree = ast.parse(Path(str(click.__file__)).with_name(f"{part}.py").read_text(encoding="utf-8"))
    said = {
        argument.value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in {"_", "ngettext"}
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }

    assert {one for one in said - known if not _NEVER_SAID.search(one)} == set()


# What click says to programmers, and of kinds of values that no command takes.
_NEVER_SAID = re.compile(
    r"deprecat|declar|defined|flag|UUID|Choice\(|values are required|match the format|%\(prog\)s", re.IGNORECASE
)
