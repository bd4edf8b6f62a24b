"""From a row along a path to other rows and values; what a row's table and kind say of it; its parent."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from garant.policy.datamap import Part, Role, RowKind, When
from garant.policy.paths import Column, Each, Inside, Path, Repeated, RowsOf, Step
from tests.reference.conditions import meets
from tests.reference.references import Link, all_links, end_table, fixed_links, written_text
from tests.reference.values import member, nothing, parsed
from tests.reference.world import Place, Row, Said, World, key_of, list_format


class Walker:
    """The rows of a world, and every way from one to others."""

    def __init__(self, world: World) -> None:
        """Take the world as it is; nothing of it is changed."""
        self.world = world
        self.rows = {
            table: [Row(table, number, values) for number, values in enumerate(rows)]
            for table, rows in world.tables.items()
        }
        self._said: dict[Row, Said] = {}

    @cached_property
    def links(self) -> list[Link]:
        """Return every reference of the world."""
        return all_links(self.world)

    @cached_property
    def fixed(self) -> list[Link]:
        """Return the references that may not be emptied because of what the map says or reads through them."""
        return fixed_links(self.world, self.links)

    def all_rows(self) -> Iterator[Row]:
        """Yield every row of every table."""
        for rows in self.rows.values():
            yield from rows

    # Values and references

    def value(self, place: Place) -> object:
        """Return what lies at a place: a column's value, a member, an element."""
        if place.column is None or place.column not in place.row.values:
            return None
        value: object = place.row.values[place.column]
        if place.members or place.element is not None:
            value = parsed(value, self.format_of(place.row, place.column))
        value = member(value, place.members)
        if place.element is not None:
            return value[place.element] if isinstance(value, list) else None
        return value

    def format_of(self, row: Row, column: str) -> str | None:
        """Return how a column holds a list or object; text with members is JSON text."""
        return list_format(self.world, table=row.table, column=column) or "json text"

    def link_at(self, place: Place) -> Link | None:
        """Return the reference that a place holds, if it holds one."""
        name = column_of(place)
        fitting = [link for link in self.links_of(place.row) if link.name == name and link.holds is None]
        return fitting[0] if fitting else None

    def links_of(self, row: Row) -> list[Link]:
        """Return the references of a row: those of its table, less those of other kinds of row."""
        kind = self.said(row).kind if any(link.only_in for link in self.links if link.table == row.table) else None
        return [link for link in self.links if link.table == row.table and link.only_in in (None, kind)]

    def follow(self, place: Place) -> list[Row]:
        """Return the rows that a place refers to: itself, where it is a row."""
        if place.column is None:
            return [place.row]
        link = self.link_at(place)
        if link is None:
            return []
        if place.element is None:
            return self.targets(place.row, link)
        return self.with_key(link, (self.value(place),))

    def targets(self, row: Row, link: Link) -> list[Row]:
        """Return the rows that one reference of a row leads to; a list may lead to several."""
        if link.holds is not None:
            text = row.values.get(link.columns[0])
            return [other for other in self.rows[link.to] if written_text(link.holds, other.values) == str(text)]
        if link.is_list:
            return [other for place in self.elements(row, link) for other in self.follow(place)]
        if link.members:
            return self.with_key(link, (self.value(Place(row, link.columns[0], link.members)),))
        return self.with_key(link, tuple(row.values.get(name) for name in link.columns))

    def named(self, holds: str, row: Row) -> str:
        """Return the text by which a row is named."""
        return written_text(holds, row.values)

    def elements(self, row: Row, link: Link) -> list[Place]:
        """Return the places of the elements of a list of references."""
        return self.elements_at(Place(row, link.columns[0], link.members))

    def with_key(self, link: Link, key: tuple[object, ...]) -> list[Row]:
        """Return the rows whose key this is; a missing part of a key names none."""
        if any(nothing(part) for part in key):
            return []
        wanted = [str(part) for part in key]
        return [
            row
            for row in self.rows.get(link.to, [])
            if [str(row.values.get(name)) for name in link.to_columns] == wanted
        ]

    # Paths

    def walk(self, row: Row, path: Path) -> list[Place]:
        """Return every place that a path leads to from a row."""
        places = [Place(row)]
        store = row.store
        for number, step in enumerate(path.steps):
            if number == 0 and self._names_store(row, step) and isinstance(step, Column):
                store = step.name
                continue
            places = [found for place in places for found in self._step(place, step=step, store=store)]
        return places

    def _names_store(self, row: Row, step: Step) -> bool:
        return isinstance(step, Column) and step.name in self.world.data_map.stores and step.name not in row.values

    def _step(self, place: Place, *, step: Step, store: str) -> list[Place]:
        if isinstance(step, Each):
            return self.elements_at(place)
        found: list[Place] = []
        for row in self.follow(place):
            way = place.way if place.column is None else (*place.way, row)
            found += self._from_row(replace(place, row=row, way=way), step=step, store=store)
        return found

    def _from_row(self, place: Place, *, step: Step, store: str) -> list[Place]:
        here = Place(place.row, way=place.way, listed=place.listed)
        match step:
            case Column():
                return [replace(here, column=step.name)]
            case Inside():
                return [replace(here, column=step.name, members=step.members)]
            case RowsOf():
                table = step.table if "." in step.table else f"{store}.{step.table}"
                others = self.pointing_at(here.row, table, step.column)
                return [replace(here, row=other, way=(*here.way, other)) for other in others]
            case Repeated():
                others = self._again(here.row, step.name)
                return [replace(here, row=other, way=(*here.way, other)) for other in others]
            case Each():
                raise ValueError("`each` follows a list")

    def elements_at(self, place: Place) -> list[Place]:
        """Return the place of each element of the list at a place."""
        held = self.value(place)
        if place.column is not None and not place.members:
            held = parsed(held, self.format_of(place.row, place.column))
        found = []
        for number in range(len(held) if isinstance(held, list) else 0):
            listed = place.listed if place.way else (column_of(place), number)
            found.append(replace(place, element=number, listed=listed))
        return found

    def pointing_at(self, row: Row, table: str, column: str) -> list[Row]:
        """Return the rows of a table whose reference of that name leads to this row."""
        return [other for other in self.rows.get(table, []) if row in self.follow(Place(other, column))]

    def _again(self, row: Row, name: str) -> list[Row]:
        found = [row]
        for reached in found:
            found += [other for other in self.follow(Place(reached, name)) if other not in found]
        return found

    def rows_at(self, row: Row, path: Path) -> list[Row]:
        """Return the rows that a path leads to."""
        return [other for place in self.walk(row, path) for other in self.follow(place)]

    def end_table(self, row: Row, path: Path) -> str | None:
        """Return the table whose rows a path ends at, by the map alone."""
        return end_table(self.world, self.links, table=row.table, path=path)

    def part_table(self, table: str, part: Part) -> str | None:
        """Return the table whose rows `part of` names, by the map alone."""
        if part.path is not None:
            return end_table(self.world, self.links, table=table, path=part.path)
        named = part.table or ""
        return named if "." in named else f"{table.split('.', 1)[0]}.{named}"

    def key_columns(self, table: str) -> tuple[str, ...]:
        """Return the columns of a table's key."""
        return key_of(self.world, table)

    def values_at(self, row: Row, path: Path) -> list[object]:
        """Return the values that a path leads to; a row counts as one value."""
        return [place.row if place.column is None else self.value(place) for place in self.walk(row, path)]

    def holds(self, row: Row, when: When) -> bool:
        """Return whether all conditions hold for a row."""
        return all(meets(self.values_at(row, Path.parse(text)), wanted) for text, wanted in when.items())

    # What the map says of a row

    def said(self, row: Row) -> Said:
        """Return what the map says of a row."""
        if row not in self._said:
            self._said[row] = self._describe(row)
        return self._said[row]

    def _describe(self, row: Row) -> Said:
        table = self.world.data_map.tables.get(row.table)
        if table is None:
            return Said()
        # A reference that only one kind of row has must not be asked for while the kind is being found.
        self._said[row] = Said()
        fitting = [kind for kind in table.rows if not kind.otherwise and self.holds(row, kind.when)]
        fitting = fitting or [kind for kind in table.rows if kind.otherwise]
        if table.rows and len(fitting) != 1:
            return Said(left_alone=True)
        kind = fitting[0] if fitting else RowKind()
        return Said(
            used_for=narrowed(table.used_for, kind.used_for),
            belongs_to=kind.belongs_to or table.belongs_to,
            shown_to=table.shown_to,
            part_of=kind.part_of or table.part_of,
            columns=table.columns | kind.columns,
            events=table.events | kind.events,
            kind=fitting[0] if fitting else None,
        )

    def parent(self, row: Row) -> Row | None:
        """Return the row that this one is part of, if there is one."""
        part = self.said(row).part_of
        if part is None:
            return None
        if part.path is not None:
            found = self.rows_at(row, part.path)
        else:
            links = [link for link in self.links_of(row) if link.holds == part.holds and link.columns == (part.column,)]
            found = [other for link in links for other in self.targets(row, link)]
        return found[0] if found else None

    def activities(self, row: Row) -> tuple[str, ...] | None:
        """Return the activities that may give reasons in a row; its parent's where it says nothing."""
        said, parent = self.said(row), self.parent(row)
        table = self.world.data_map.tables[row.table]
        if table.used_for or parent is None:
            return said.used_for
        kind = said.kind.used_for if said.kind else ()
        return narrowed(self.activities(parent) or (), kind)

    def role(self, row: Row, name: str) -> Role | None:
        """Return a role of a row's own, if it names one of that name."""
        said = self.said(row)
        return said.belongs_to.get(name) or said.shown_to.get(name)


def column_of(place: Place) -> str:
    """Return a place's column as the map writes it, with its members."""
    return "->".join((place.column or "", *place.members))


def narrowed(wide: tuple[str, ...], narrow: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the activities that both name; those of one where the other says nothing; nothing if neither does."""
    if wide and narrow:
        return tuple(name for name in wide if name in narrow)
    return wide or narrow or None
