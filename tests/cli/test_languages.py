"""In which language the commands speak, and that an officer's mistakes are told in it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from garant.cli import main
from garant.policy.speech.languages import chosen
from tests.cli.folders import MAP, POLICY, school

LOCALES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
WITHOUT_OFFICER = POLICY.replace("  dpo: {email: dpo@ecole.example}\n", "")
FRENCH = WITHOUT_OFFICER.replace("languages: [en]", "languages: [fr]")


def garant(*words: object) -> Result:
    """Type a command."""
    return CliRunner().invoke(main, [str(word) for word in words], prog_name="garant")


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let the environment say nothing of a language."""
    for name in LOCALES:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


CHOICES = [
    ((None, None), {}, "fr"),
    ((None, None), {"LANG": "C.UTF-8"}, "fr"),
    ((None, None), {"LANG": "de_DE.UTF-8"}, "fr"),
    ((None, None), {"LANG": "en_GB.UTF-8"}, "en"),
    ((None, None), {"LANG": "fr_FR.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
    ((None, "fr"), {"LANG": "en_GB.UTF-8"}, "fr"),
    ((None, "fr"), {"GARANT_LANGUAGE": "en"}, "en"),
    (("fr", "en"), {"GARANT_LANGUAGE": "en"}, "fr"),
]


@pytest.mark.parametrize(("said", "environment", "language"), CHOICES)
def test_it_is_the_one_asked_for_else_the_setting_else_the_policys_else_the_locales_else_french(
    said: tuple[str | None, str | None], environment: dict[str, str], language: str
):
    assert chosen(*said, environment=environment) == language


def test_the_policys_own_language_is_spoken_once_it_is_read(silent: pytest.MonkeyPatch, tmp_path: Path):
    there = school(tmp_path, policy=FRENCH)
    silent.setenv("SCHOOL_URL", f"sqlite:///{there}/school.db")
    silent.setenv("LANG", "en_GB.UTF-8")

    assert "avertissement ; ajoutez `dpo:` avec ses coordonnées (art. 13.1.b)" in garant("check", there).output
    assert "warning; add `dpo:` with a contact" in garant("check", there, "--language", "en").output
    assert garant("check", there).output.endswith("1 avertissement, 1 remarque\n")


def test_help_is_in_the_language_of_whoever_asks(silent: pytest.MonkeyPatch):
    for words in ((), ("check",), ("evidence", "export")):
        assert garant(*words, "--help").output.startswith("Usage : garant")
    assert "Exécute le plan qui est dans FICHIER" in garant("apply", "--help").output

    silent.setenv("GARANT_LANGUAGE", "en")
    assert "Carry out the plan in FILE" in garant("apply", "--help").output
    assert garant("--help").output.startswith("Usage: garant [OPTIONS] COMMAND [ARGS]...")


def test_the_help_of_a_group_is_french_and_cuts_no_sentence(silent: pytest.MonkeyPatch):
    told = garant("hold", "--help").output

    assert told.startswith("Usage : garant hold [OPTIONS] COMMANDE [ARGUMENTS]…")
    assert "Gèle une personne, une table, des lignes ou des fichiers de DOSSIER." in told
    assert "Commandes :" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("check", "nulle-part"), "Erreur : Valeur refusée pour 'DOSSIER' : « nulle-part » n'existe pas."),
        (("check",), "Erreur : Il manque l'argument 'DOSSIER'."),
        (("plna",), "Erreur : La commande « plna » n'existe pas ; vouliez-vous dire `plan` ?"),
        (("hold", "reviw"), "Erreur : La commande « reviw » n'existe pas ; vouliez-vous dire `review` ?"),
        (("plan", ".", "--on", "01/02/2026"), "« 01/02/2026 » n'est pas un jour ; écrivez-le année-mois-jour"),
        (("plan", ".", "--on", "2026-02-30"), "« 2026-02-30 » n'est pas un jour"),
        (("evidence", "export", "."), "Erreur : Il manque l'option '--to'."),
        (("demo", "essai", "--people", "3"), "3 n'est pas dans l'intervalle 20<=x<=10000000."),
    ],
)
def test_what_is_typed_wrong_is_told_in_french(words: tuple[str, ...], told: str, silent: pytest.MonkeyPatch):
    answer = garant(*words)

    assert answer.exit_code == 2
    assert told in answer.output


def test_keys_inside_the_folder_are_told_in_french(silent: pytest.MonkeyPatch, tmp_path: Path):
    there = school(tmp_path, policy=FRENCH)
    (there / ".env").unlink()
    (there / ".garant-demo").unlink(missing_ok=True)
    silent.setenv("SCHOOL_URL", f"sqlite:///{there}/school.db")
    silent.setenv("GARANT_KEYS", f"{there}/keys")

    answer = garant("verify", there)

    assert answer.exit_code == 2
    assert answer.output == (
        "garant: les clés ne doivent pas être dans le dossier de la politique\n"
        "  faites nommer à GARANT_KEYS un dossier hors de celui de la politique et hors de ses sauvegardes\n"
    )


def test_a_database_that_does_not_answer_is_told_in_french(silent: pytest.MonkeyPatch, tmp_path: Path):
    there = school(tmp_path, policy=FRENCH)
    silent.setenv("SCHOOL_URL", "postgresql://a:b@127.0.0.1:1/ecole")

    answer = garant("verify", there)

    assert answer.exit_code == 2
    assert "garant: la base `school` ne répond pas (rien ne répond à ce nom" in answer.output
    assert "a:b" not in answer.output


def test_one_address_that_is_wrong_is_a_problem_beside_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    there = school(tmp_path, data_map=MAP.replace("stores: {", "stores: {crm: {url: env:CRM_URL, country: FR}, "))
    monkeypatch.setenv("SCHOOL_URL", f"sqlite:///{there}/school.db")
    monkeypatch.setenv("CRM_URL", "oracle//nowhere")

    answer = garant("check", there)

    assert "store-unreachable: the store `crm` does not answer (a path is no address yet" in answer.output
    assert "the store `school`" not in answer.output
    assert "only the texts were looked at" not in answer.output
