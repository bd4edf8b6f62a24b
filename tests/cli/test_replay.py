"""`garant replay`: what it says, in words and for programs."""

from tests.journeys.test_replay import TODAY, ran, remembering, restore


def test_it_is_said_what_would_go_again_and_then_what_went():
    with remembering() as here:
        before = here.rows()
        ran(here)
        restore(here, before)
        day = ("--backup-of", TODAY.isoformat())

        looked = here.garant("replay", here.folder, *day, "--dry-run")
        done = here.garant("replay", here.folder, *day, "--approved-by", "Dana")
        again = here.garant("replay", here.folder, *day, "--language", "fr")

        assert (looked.exit_code, done.exit_code, again.exit_code) == (0, 0, 0)
        assert "brought back what had been erased; this would go again:\n  platform.log_ins" in looked.output
        assert "school.pupils" in done.output and "1 row taken out" in done.output
        assert again.output.endswith("n'a rien ramené qui doive repartir.\n")


def test_the_day_of_the_backup_must_be_given():
    with remembering() as here:
        refused = here.garant("replay", here.folder)

        assert refused.exit_code == 2
        assert "--backup-of" in refused.output
