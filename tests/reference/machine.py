"""The planner and the databases, run on a world as the interpreter is: what is counted, and what is left."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import create_engine

from garant.adapters.elsewhere import MemoryElsewhere
from garant.adapters.held import MemoryWithHolds
from garant.adapters.sql.database import SqlDatabase
from garant.evidence.records import EvidenceRecord, RecordKind
from garant.evidence.runs import Applied
from garant.planning.across import Across
from garant.planning.archiving.derived import with_archives
from garant.planning.archiving.reading import Readers, Wanted
from garant.planning.archiving.shapes import wanted
from garant.planning.grounds.holds import Held, Holds, NewHold, ruling
from garant.planning.grounds.reasons import Reasons
from garant.planning.plan import Plan
from garant.planning.settled import SETTLED, tokens
from garant.planning.steps import StepKind
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.visas import granted
from garant.planning.undo.returning import Wish
from garant.use_cases.apply_plan import Ground, Sealing, apply_plan
from garant.use_cases.apply_plan.rehearsing import Desk
from garant.use_cases.apply_plan.undoing import Asked, Undone, undo_run
from garant.use_cases.plan_retention import Stores, plan_retention
from garant.use_cases.settle_link import Ground as LinkGround
from garant.use_cases.settle_link import Key, settle_link
from tests.evidence.fakes import MemoryState
from tests.reference.schema import TableShape, create, fill, read_back
from tests.reference.world import Tables, World

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@dataclass
class Machine:
    """Databases by store, and a state in memory; a world is loaded into them."""

    urls: Mapping[str, str]
    kind: str = "sqlite"
    state: MemoryState = field(default_factory=MemoryState)

    def __post_init__(self) -> None:
        """Open what worlds are written and read with."""
        self.engines = {store: create_engine(_driver(url)) for store, url in self.urls.items()}

    def close(self) -> None:
        """Give the connections back with which worlds were written and read."""
        for engine in self.engines.values():
            engine.dispose()

    def load(self, world: World) -> None:
        """Make and fill the tables of a world, and forget what was remembered of another."""
        self.world = world
        self.state = MemoryState()
        for names in world.holds:
            self.hold(names)
        for store, engine in self.engines.items():
            shapes = self._shapes(store)
            create(engine, shapes)
            fill(
                engine, shapes=shapes, rows={_short(t): rows for t, rows in world.tables.items() if _store(t) == store}
            )

    def plan(self, day: date) -> Plan:
        """Return the plan of a day."""
        layout, databases = self._layout(), self._databases()
        memory = self._elsewhere(layout, day)
        stores = Stores(databases=databases, files={}, memory=memory, holds=self._ruling())
        plan, _ = plan_retention(layout, stores, on=day, progress=lambda *_: None)
        return plan

    def apply(self, plan: Plan, *, until: date | None = None) -> Applied:
        """Carry a plan out; what goes is sealed until a day, if one is said."""
        layout, databases = self._layout(), self._databases()
        for archive, shapes in wanted(layout, plan.deeds).items():
            databases[archive].furnish(shapes)
        ground = self._ground(plan.on)
        if until is not None:
            sealing = Sealing(capsules=self.state.capsules, until=until, memory=self.state.memory)
            ground = replace(ground, sealing=sealing)
        return apply_plan(ground, plan, digest="0" * 64, approved_by="Dana")

    def undo(self, run: int, *, day: date) -> Undone:
        """Bring back what a run took out."""
        ground = self._ground(day)
        desk = Desk(
            ground=ground,
            capsules=self.state.capsules,
            sealer=Wax(),
            today=day,
            memory_for=lambda _holds: ground.memory,
        )
        asked = Asked(wish=Wish(run=run), by="Dana", motive="the wrong plan", review=day + timedelta(days=30))
        return undo_run(desk, asked)

    def _ground(self, day: date) -> Ground:
        layout, databases = self._layout(), self._databases()
        return Ground(
            layout=layout,
            databases=databases,
            files={},
            journal=self.state.journal,
            shares=self.state.shares,
            memory=self._elsewhere(layout, day),
            holds=self.state.holds,
            asked=self.world.asked,
            origin="garant/test",
            now=lambda: NOON,
            told=lambda *_: None,
        )

    def read(self, place: str, wanted: Wanted, day: date) -> list[Mapping[str, object]]:
        """Return what a reader is shown of a table."""
        layout, databases = self._layout(), self._databases()
        memory = self._elsewhere(layout, day)
        glance = Readers(Reasons(layout, day, memory.known(), holds=self._ruling())).glance(place, wanted)
        return list(databases[layout.store_of(place)].glance(layout, glance, remembered=memory.remembered))

    def hold(self, names: Held, *, readers: tuple[str, ...] = ()) -> int:
        """Place a hold and return its number."""
        said = {"reason": "a lawsuit", "article": "17(3)(e)", "author": "Dana"}
        wanted = NewHold(names=names, review=NOON.date(), readers=readers, **said)
        record = EvidenceRecord(kind=RecordKind.HOLD_PLACED, at=NOON)
        return self.state.holds.place(wanted, on=NOON.date(), record=lambda _: record)

    def settle(self, row: Key, person: Key | None, *, at: datetime = NOON) -> None:
        """Say whose a row is, or that it is nobody's."""
        layout, databases = self._layout(), self._databases()
        ground = LinkGround(layout=layout, databases=databases, memory=self.state.memory, evidence=self.state.evidence)
        settle_link(ground, row, person, by="Dana", at=at)

    def _ruling(self) -> Holds:
        return replace(ruling(self.state.holds.all()), asked=self.world.asked)

    def _elsewhere(self, layout: Layout, day: date) -> MemoryElsewhere:
        memory = MemoryWithHolds(memory=self.state.memory, ruling=self._ruling)
        across, databases = Across(layout, day), self._databases()
        return MemoryElsewhere(across=across, databases=databases, memory=memory, ruling=self._ruling)

    def tables(self) -> Tables:
        """Return what the databases hold now."""
        return {
            f"{store}.{name}": rows
            for store, engine in self.engines.items()
            for name, rows in read_back(engine, self._shapes(store)).items()
        }

    def _shapes(self, store: str) -> list[TableShape]:
        return [shape for name, shape in self.world.shapes.items() if _store(name) == store]

    def _databases(self) -> dict[str, SqlDatabase]:
        said = self.world.data_map.stores
        zone = self.world.policy.organisation.time_zone
        databases = {
            store: SqlDatabase(store, url, zone=zone, store_zone=said[store].zone, receipts=True)
            for store, url in self.urls.items()
            if store in said
        }
        for store, database in databases.items():
            archive = said[store].archive
            if archive in databases:
                database.archive_into(databases[archive])
        return databases

    def _layout(self) -> Layout:
        schemas = {store: database.schema() for store, database in self._databases().items()}
        visas = granted(self.state.visas.all())
        places = {people for people, event in self.state.memory.known() if event.startswith(SETTLED)}
        said = {people: tokens(self.state.memory.remembered(people)) for people in sorted(places)}
        return with_archives(Layout(self.world.policy, self.world.data_map, schemas, visas=visas, settled=said))


class Wax:
    """The port `Sealer`, which hides nothing from a test."""

    def seal(self, content: bytes, *, context: str) -> bytes:
        return content

    def open(self, sealed: bytes, *, context: str) -> bytes:
        return sealed


def counted(plan: Plan) -> dict[tuple[str, str], int]:
    """Return the deeds of a plan by table and by what happens, as a verdict counts them."""
    words = {StepKind.ERASE_ROWS: "erase", StepKind.ANONYMISE_ROWS: "anonymise"}
    return {(s.table, words[s.kind]): s.count for s in plan.steps if s.kind in words and s.count}


def _driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://")


def _store(table: str) -> str:
    return table.split(".", 1)[0]


def _short(table: str) -> str:
    return table.split(".", 1)[1]
