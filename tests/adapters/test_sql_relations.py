"""What a session brings along: whole, or it is not there."""

from collections.abc import Iterator

import pytest

from garant import wiring
from garant.documents import plan_files
from garant.planning.approval.agenda import Agenda
from garant.planning.remembered import RememberedEvent
from garant.planning.terrain.failures import StoreUnreachable
from tests.databases import KINDS
from tests.journeys.school import school


@pytest.mark.parametrize("kind", KINDS)
def test_what_could_not_be_brought_along_is_asked_for_again(kind: str):
    asked: list[str] = []

    def remembered(name: str) -> Iterator[RememberedEvent]:
        asked.append(name)
        if len(asked) == 1:
            raise StoreUnreachable("elsewhere")
        return iter(())

    with school(kind) as here:
        here.plan()
        opened = wiring.open_folder(here.folder)
        layout, _ = opened.layout()
        plan = plan_files.read(here.plan_file.read_text(), file=here.plan_file)
        agenda = Agenda.of(plan, layout, frozenset((("member", "logged in"),)), holds=())
        deeds = [deed for deed in agenda.deeds if deed[1][0].table == "platform.accounts"]
        with opened.databases["platform"].run(layout, origin="garant/test", remembered=remembered) as session:
            with pytest.raises(StoreUnreachable):
                session.prepare(deeds)
            session.prepare(deeds)
            session.prepare(deeds)

    assert len(asked) == 2
