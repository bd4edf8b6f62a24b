"""A plan as a person reads it: totals, tables, and each reason once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from garant.documents.plans import as_text, next_command
from garant.planning.plan import Digests, Guard, Plan
from garant.planning.steps import Following, Step, StepKind, Why
from garant.policy.speech.sentences import Sentence, same
from tests.documents.spoken import POLICY, said

TEACHING = Why(rules=(said("teaching"),))
BILLING = Why(rules=(said("billing"),), row_stays=True)


LARGE = Guard(
    code="large-share",
    where="school.marks",
    message=Sentence("20\u202f% de `school.marks` seraient touchés", "20% of `school.marks` would be touched"),
)


def step(kind: StepKind, table: str, count: int, **more: object) -> Step:
    return Step(kind=kind, store=table.split(".")[0], table=table, count=count, of=100, **more)  # type: ignore[arg-type]


def plan(*steps: Step, guards: tuple[Guard, ...] = ()) -> Plan:
    return Plan(
        on=date(2026, 11, 22),
        organisation="École de musique",
        folder="",
        digests=Digests(policy="", data_map="", schemas={}),
        steps=steps,
        guards=guards,
        sealed_until=date(2026, 11, 29),
    )


def french(*steps: Step, guards: tuple[Guard, ...] = ()) -> list[str]:
    return as_text(plan(*steps, guards=guards), POLICY, language="fr").splitlines()


def test_a_plan_in_french_from_top_to_bottom():
    text = as_text(
        plan(
            step(StepKind.ERASE_ROWS, "school.marks", 20, why=TEACHING),
            step(StepKind.KEEP, "school.marks", 80, why=TEACHING),
            step(StepKind.BLANK_CELLS, "school.invoices", 3, columns=("billed_to",), why=Why(rules=BILLING.rules)),
            step(StepKind.KEEP, "school.invoices", 100, why=BILLING),
            step(StepKind.KEEP, "school.parts", 7, why=Why(following=Following.PARENT)),
            guards=(LARGE,),
        ),
        POLICY,
        language="fr",
    )

    assert text == (
        "Plan pour École de musique au 22 novembre 2026\n"
        "\n"
        "20 lignes à effacer dans 1 table ; des cellules à vider dans 1 table ; 187 lignes à garder.\n"
        "Ce qui part est d'abord scellé : appliqué ce jour-là, ce plan peut être annulé jusqu'au 29 novembre\n"
        "2026 ; ensuite la clé est détruite.\n"
        "\n"
        "Ce qui serait fait\n"
        "\n"
        "  school.marks     20 lignes à effacer, 80 à garder [A]\n"
        "  school.invoices  3 lignes où vider billed_to [B]\n"
        "                   100 lignes à garder [B C]\n"
        "\n"
        "Ce qui reste, et pourquoi\n"
        "\n"
        "  school.parts  7 lignes à garder [D]\n"
        "\n"
        "Les raisons (une donnée part quand toutes les durées qui la concernent sont passées) :\n"
        "\n"
        "  A  2 ans après la fin des cours, à défaut après l'inscription, puis 3 ans en archive (assurer les\n"
        "     cours)\n"
        "  B  10 ans après l'émission de la facture, à compter de la fin de l'exercice, au plus tard 13 mois\n"
        "     après l'inscription, en archive après 2 ans, code de commerce, L123-22 (facturer)\n"
        "  C  la ligne elle-même reste toujours ; seules ses cellules se vident\n"
        "  D  part avec ce dont elle fait partie\n"
        "\n"
        "Ce plan demande l'accord d'une personne nommée, car\n"
        "  - 20\u202f% de `school.marks` seraient touchés\n"
    )


def test_what_to_type_next_names_an_approver_only_where_one_is_needed():
    guarded = plan(guards=(Guard(code="large-share", where="school.marks", message=same("too many")),))

    assert next_command(plan(), "plan.json", today=plan().on, language="en") == "next: garant apply plan.json"
    assert (
        next_command(guarded, "plan.json", today=guarded.on, language="fr")
        == "ensuite : garant apply plan.json --approved-by NOM"
    )


def test_a_plan_of_a_day_to_come_says_from_when_it_may_be_applied():
    before = plan().on - timedelta(days=1)

    said = next_command(plan(), "plan.json", today=before, language="fr")
    assert said == "à partir du 22 novembre 2026, et pas avant : garant apply plan.json"
    assert "and not before" in next_command(plan(), "plan.json", today=before, language="en")


def test_an_empty_plan_says_so_first_and_still_says_what_stays():
    text = as_text(plan(step(StepKind.KEEP, "school.marks", 1, why=TEACHING)), POLICY, language="en")

    assert text.splitlines()[2:4] == ["Nothing is due.", "1 row to keep."]
    assert "  school.marks  1 row to keep [A]" in text.splitlines()


def test_a_plan_of_nothing_at_all_has_no_reasons_to_tell():
    assert french() == [
        "Plan pour École de musique au 22 novembre 2026",
        "",
        "Rien n'est à effacer.",
        "0 ligne à garder.",
    ]


def test_cells_to_blank_and_rows_to_keep_are_told_apart():
    lines = french(
        step(StepKind.BLANK_CELLS, "school.marks", 1, columns=("name",), why=TEACHING),
        step(StepKind.KEEP, "school.marks", 80, why=TEACHING),
    )

    assert lines[8:10] == ["  school.marks  1 ligne où vider name [A]", "                80 lignes à garder"]


@pytest.mark.parametrize("length", range(60, 100))
def test_no_line_ends_inside_quotation_marks_before_a_high_mark_or_behind_a_number(length: int):
    guard = Guard(code="large-share", where="x", message=same(f"{'x' * length} de « Égalité » ; 12 lignes : trop !"))

    lines = french(guards=(guard,))[5:]

    assert all(not line.endswith(("«", "12")) and not line.lstrip().startswith(("»", ";", ":", "!")) for line in lines)
    assert "\u00a0" not in "".join(lines)


def test_a_step_that_finds_nothing_is_not_told():
    assert "school.marks" not in "".join(french(step(StepKind.ERASE_ROWS, "school.marks", 0, why=TEACHING)))


def test_rules_that_say_the_same_are_told_once_with_both_purposes():
    both = Why(rules=(said("teaching", 1), said("concerts")))

    lines = french(step(StepKind.KEEP, "school.marks", 1, why=both))

    assert lines[-2:] == [
        "  A  1 an et 6 mois après la fin des cours ou l'inscription (le plus tardif) (assurer les cours ;",
        "     donner des concerts)",
    ]


def test_what_is_part_of_the_rows_that_stay_is_told_after_them():
    lines = french(
        step(StepKind.KEEP_NEEDED, "school.marks", 2),
        step(StepKind.KEEP_FOR_ARCHIVE, "school.marks", 5, why=TEACHING),
        step(StepKind.KEEP, "school.marks", 80, why=TEACHING),
    )

    assert lines[7:10] == [
        "  school.marks  80 lignes à garder [A]",
        "                dont 5 lignes à mettre en archive",
        "                2 lignes à garder encore : d'autres lignes, qui restent, y renvoient",
    ]


def test_an_emptied_reference_says_where_it_leads():
    emptied = step(
        StepKind.EMPTY_REFERENCES, "school.marks", 2, columns=("teacher",), why=Why(leads_to="school.teachers")
    )

    assert (
        "  school.marks  2 lignes où vider le renvoi teacher vers des lignes de school.teachers qui partent"
        in french(emptied)
    )


def test_a_forbidden_category_is_told_in_the_words_of_the_policy():
    lines = french(step(StepKind.ERASE_ROWS, "school.marks", 1, why=Why(forbidden=("beliefs",))))

    assert lines[-1] == "  A  la catégorie « convictions » est interdite : effacée dès qu'elle est vue"


def test_errors_of_the_policy_are_named_by_code_and_place():
    guards = (
        Guard(code="no-period", where="policy.yaml:3", message=same("x")),
        Guard(code="no-period", where="policy.yaml:9", message=same("x")),
        Guard(code="unreachable-store", where="crm", message=same("la base `crm` ne répond pas")),
    )

    assert french(guards=guards)[-2:] == [
        "  - la base `crm` ne répond pas",
        "  - `garant check` trouve des erreurs : no-period (policy.yaml:3, policy.yaml:9)",
    ]


def test_the_twenty_seventh_reason_has_two_letters():
    steps = [step(StepKind.KEEP, "school.marks", 1, why=Why(forbidden=(f"category {number}",))) for number in range(27)]
    policy = POLICY.model_copy(
        update={
            "categories": {
                f"category {n}": POLICY.categories["beliefs"].model_copy(update={"fr": str(n)}) for n in range(27)
            }
        }
    )

    assert "  AA la catégorie « 26 »" in as_text(plan(*steps), policy, language="fr")


def test_rows_that_nothing_counts_for_and_tables_left_alone_are_told_as_that():
    lines = french(
        step(StepKind.KEEP, "school.guests", 4),
        step(StepKind.KEEP, "school.pupils", 9, why=Why(rules=(said("teaching"),), left_alone=True)),
    )

    assert "  A  aucune règle n'y trouve de date d'où compter : rien n'y part" in lines
    assert any("cette table est laissée entière : `garant check` dit" in line for line in lines)
    assert "  school.guests  4 lignes à garder [A]" in lines


def test_a_plan_of_nothing_that_asks_for_a_name_says_why():
    empty = plan(guards=(Guard(code="unreachable-store", where="crm", message=same("no answer")),))

    told = as_text(empty, POLICY, language="en").splitlines()

    assert "Nothing is due." in told
    assert told[-2:] == ["Even so, applying it would need a named person's approval, because", "  - no answer"]


def test_a_store_that_does_not_answer_is_told_first_and_nobody_says_that_nothing_is_due():
    silent = plan(step(StepKind.KEEP_UNREACHED, "school.marks", 0))
    partly = plan(*silent.steps, step(StepKind.ERASE_ROWS, "crm.leads", 2, why=TEACHING))

    lines, of_part = (as_text(one, POLICY, language="fr").splitlines() for one in (silent, partly))

    assert lines[2] == of_part[2] == "La base `school` ne répond pas : rien n'a pu y être compté."
    assert not any("Rien n'est à effacer" in line for line in lines)
    assert of_part[3].startswith("2 lignes à effacer")


def test_without_a_window_the_plan_says_that_what_goes_is_gone_at_once():
    at_once = replace(plan(step(StepKind.ERASE_ROWS, "school.marks", 2, why=TEACHING)), sealed_until=None)

    assert "What goes is gone at once: the plan cannot be undone." in as_text(at_once, POLICY, language="en")


def test_of_what_moves_to_the_archive_the_plan_says_that_no_undo_brings_it_back():
    moving = plan(step(StepKind.ARCHIVE_ROWS, "school.marks", 2, why=TEACHING))
    both = plan(*moving.steps, step(StepKind.ERASE_ROWS, "school.marks", 2, why=TEACHING))
    text, of_both = (as_text(one, POLICY, language="en") for one in (moving, both))

    assert "What moves to the archive stays there: no undo brings it back." in text
    assert "sealed" not in text
    assert "What goes is sealed first" in of_both and "stays there" in of_both


def test_where_nothing_goes_no_level_is_told():
    assert "sealed" not in as_text(plan(), POLICY, language="en")
