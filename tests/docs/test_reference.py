"""Every command, setting, problem code, step and term is documented, and nothing is that does not exist."""

import ast
import re

import click

from tests.architecture.source import PACKAGE, ROOT, called_name, product

REFERENCE = ROOT / "docs" / "reference"
SETTING = re.compile(r"\bGARANT_[A-Z_]+[A-Z]\b")
CODE = re.compile(r"[a-z]+(-[a-z0-9]+)+")


def page(name: str) -> str:
    path = REFERENCE / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def headings(text: str) -> set[str]:
    return {line.lstrip("#").strip().strip("`") for line in text.splitlines() if line.startswith("#")}


def test_every_problem_code_has_its_heading():
    codes = {
        keyword.value.value
        for module in product()
        for call in module.calls()
        if called_name(call) in {"Problem", "Finding"}
        for keyword in call.keywords
        if keyword.arg == "code" and isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, str)
    }

    assert sorted(codes - headings(page("problems.md")) - headings(page("findings.md"))) == []


def test_every_documented_problem_code_exists():
    written = {
        node.value
        for module in product()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    told = headings(page("problems.md")) | headings(page("findings.md"))
    documented = {heading for heading in told if CODE.fullmatch(heading)}

    assert sorted(documented - written) == []


def test_every_setting_is_documented():
    settings = {found for module in product() for found in SETTING.findall(module.path.read_text(encoding="utf-8"))}

    assert sorted(settings - set(SETTING.findall(page("settings.md")))) == []


def test_every_documented_setting_exists():
    settings = {found for module in product() for found in SETTING.findall(module.path.read_text(encoding="utf-8"))}

    assert sorted(set(SETTING.findall(page("settings.md"))) - settings) == []


def test_every_command_and_option_is_documented():
    from garant import cli

    main = getattr(cli, "main", None)
    commands = _commands(main) if isinstance(main, click.Command) else {}
    text = page("cli.md")

    missing = [
        f"{name} {option}".strip()
        for name, command in commands.items()
        for option in ["", *_options(command)]
        if name not in text or option not in text
    ]
    assert missing == []


def test_every_kind_of_step_is_documented():
    steps = PACKAGE / "planning" / "steps.py"
    tree = ast.parse(steps.read_text(encoding="utf-8") if steps.exists() else "")
    members = [
        name.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and "Step" in _targets(node) and node.value is not None
        for name in ast.walk(node.value)
        if isinstance(name, ast.Name)
    ]

    assert [name for name in members if name not in headings(page("steps.md"))] == []


def test_every_term_of_the_law_is_in_the_glossary():
    terms = PACKAGE / "policy" / "terms.py"
    tree = ast.parse(terms.read_text(encoding="utf-8"))
    classes = [node.name for node in tree.body if isinstance(node, ast.ClassDef)]

    assert [name for name in classes if f"`{name}`" not in page("glossary.md")] == []


def _commands(command: click.Command, path: str = "garant") -> dict[str, click.Command]:
    if not isinstance(command, click.Group):
        return {path: command}
    found: dict[str, click.Command] = {}
    for name in command.list_commands(click.Context(command)):
        member = command.get_command(click.Context(command), name)
        if member is not None and not member.hidden:
            found |= _commands(member, f"{path} {name}")
    return found


def _options(command: click.Command) -> list[str]:
    return [option for parameter in command.params for option in parameter.opts if option.startswith("--")]


def _targets(node: ast.Assign | ast.AnnAssign) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {target.id for target in targets if isinstance(target, ast.Name)}
