"""A demo carries its settings with it; nothing else does, and keys are nobody's to name but the environment's."""

from pathlib import Path

from garant.adapters.environment import is_demo, mark_as_demo, settings_of

TEXT = """
# addresses
SCHOOL_URL = "sqlite:////srv/school.db"
 #COMMENT=1
UPLOADS='/srv/uploads'
GARANT_DEMO=1
GARANT_KEYS=/srv/keys
GARANT_DATABASE_URL=postgresql://server/garant
no setting at all
"""


def test_a_folder_that_is_not_marked_has_no_settings(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(TEXT, encoding="utf-8")

    assert not is_demo(tmp_path)
    assert settings_of(tmp_path) == {}


def test_a_demo_has_addresses_and_says_nothing_of_keys(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(TEXT, encoding="utf-8")
    mark_as_demo(tmp_path)

    assert settings_of(tmp_path) == {"SCHOOL_URL": "sqlite:////srv/school.db", "UPLOADS": "/srv/uploads"}


def test_a_demo_may_be_without_settings(tmp_path: Path) -> None:
    mark_as_demo(tmp_path)

    assert settings_of(tmp_path) == {}
