"""docs/reference/cli.md is what the commands say of themselves today."""

from tools.write_cli_reference import PAGE, refreshed


def test_the_page_of_commands_is_fresh():
    page = PAGE.read_text(encoding="utf-8")

    assert page == refreshed(page), "run: .venv/bin/python tools/write_cli_reference.py"
