"""`garant evidence`: export and verify, with the exit status that says how it went."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from garant.cli.evidence import evidence
from tests.cli.folders import POLICY, school


@pytest.fixture
def policy_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GARANT_KEYS", os.fspath(tmp_path / "keys"))
    monkeypatch.delenv("GARANT_DATABASE_URL", raising=False)
    folder = tmp_path / "policy"
    folder.mkdir()
    return folder


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(evidence, [os.fspath(argument) for argument in arguments])


def test_an_export_is_verified_without_its_folder(policy_folder: Path, tmp_path: Path) -> None:
    exported = run("export", policy_folder, "--to", tmp_path / "out.json")
    policy_folder.rename(tmp_path / "elsewhere")
    verified = run("verify", tmp_path / "out.json")

    assert (exported.exit_code, verified.exit_code) == (0, 0)
    assert "1 on record, exported leaves only" in exported.output
    assert "the key came with the file, so this proves only that the file agrees with itself" in verified.output
    assert verified.output.endswith("sound: nothing was changed, removed or put in\n")


def test_where_the_public_key_lies_is_told_and_that_new_keys_want_a_copy_is_told_once(
    policy_folder: Path, tmp_path: Path
) -> None:
    first = run("export", policy_folder, "--to", tmp_path / "out.json")
    again = run("export", policy_folder, "--to", tmp_path / "again.json")
    key = tmp_path / "keys" / "signing.pub"

    assert f"public key, for --key: {key}" in first.stdout
    assert f"keys were made in {key.parent}; keep a copy of them" in first.stderr
    assert again.stderr == ""
    assert "the key came with the file" not in run("verify", tmp_path / "out.json", "--key", key).output


def test_the_fingerprint_that_is_told_at_export_is_the_one_that_is_told_at_verification(
    policy_folder: Path, tmp_path: Path
) -> None:
    exported = run("export", policy_folder, "--to", tmp_path / "out.json")
    verified = run("verify", tmp_path / "out.json", "--json")

    assert json.loads(verified.output)["key"]["fingerprint"] in exported.output


def test_records_go_along_when_asked_for(policy_folder: Path, tmp_path: Path) -> None:
    run("export", policy_folder, "--to", tmp_path / "out.json", "--with-records")

    assert json.loads((tmp_path / "out.json").read_text())["records"][0]["record"]["kind"] == "evidence exported"
    assert json.loads(run("verify", tmp_path / "out.json", "--json").output)["records"] == 1


def test_a_later_export_extends_an_earlier_and_not_the_reverse(policy_folder: Path, tmp_path: Path) -> None:
    run("export", policy_folder, "--to", tmp_path / "one.json")
    run("export", policy_folder, "--to", tmp_path / "two.json")

    assert run("verify", tmp_path / "two.json", "--extends", tmp_path / "one.json").exit_code == 0
    turned = run("verify", tmp_path / "one.json", "--extends", tmp_path / "two.json")
    assert turned.exit_code == 1
    assert "earlier-is-larger" in turned.output


def test_the_organisation_s_key_is_compared(policy_folder: Path, tmp_path: Path) -> None:
    run("export", policy_folder, "--to", tmp_path / "out.json")
    (tmp_path / "other.pub").write_text("ed25519 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")

    right = run("verify", tmp_path / "out.json", "--key", tmp_path / "keys" / "signing.pub")
    wrong = run("verify", tmp_path / "out.json", "--key", tmp_path / "other.pub")
    assert (right.exit_code, wrong.exit_code) == (0, 1)
    assert "this is the key that you gave" in right.output
    assert "other-key" in wrong.output


def test_a_changed_byte_is_found(policy_folder: Path, tmp_path: Path) -> None:
    run("export", policy_folder, "--to", tmp_path / "out.json")
    data = bytearray((tmp_path / "out.json").read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "out.json").write_bytes(data)

    verified = run("verify", tmp_path / "out.json", "--json")
    assert verified.exit_code == 1
    assert not json.loads(verified.output)["sound"]


def test_what_cannot_be_read_or_written_ends_with_a_sentence(policy_folder: Path, tmp_path: Path) -> None:
    run("export", policy_folder, "--to", tmp_path / "out.json")
    (tmp_path / "empty").touch()

    unreadable = run("verify", tmp_path / "out.json", "--key", tmp_path / "empty")
    nowhere = run("export", policy_folder, "--to", tmp_path / "nowhere" / "out.json")
    missing = run("verify", tmp_path / "missing.json")
    assert [unreadable.exit_code, nowhere.exit_code, missing.exit_code] == [2, 2, 2]
    assert "garant: a file that was given cannot be read" in unreadable.output
    assert "cannot be written" in nowhere.output


def test_keys_inside_the_folder_are_refused(
    policy_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GARANT_KEYS", os.fspath(policy_folder / "keys"))

    refused = run("export", policy_folder, "--to", tmp_path / "out.json")
    assert refused.exit_code == 2
    assert "the keys must not lie inside the policy folder" in refused.output
    assert not (tmp_path / "out.json").exists()


def test_evidence_is_checked_in_the_language_of_its_policy_unless_another_is_asked_for(tmp_path: Path) -> None:
    there = school(tmp_path, policy=POLICY.replace("languages: [en]", "languages: [fr]"))
    run("export", there, "--to", tmp_path / "out.json")

    assert run("verify", tmp_path / "out.json").output.endswith("intact : rien n'a été changé, retiré ni ajouté\n")
    assert "sound: nothing was changed" in run("verify", tmp_path / "out.json", "--language", "en").output


def test_a_language_that_nobody_speaks_here_is_no_export(policy_folder: Path, tmp_path: Path) -> None:
    run("export", policy_folder, "--to", tmp_path / "out.json")
    text = (tmp_path / "out.json").read_text().replace('"key":', '"language":"tlh","key":')
    (tmp_path / "other.json").write_text(text)

    assert run("verify", tmp_path / "other.json").exit_code == 1
