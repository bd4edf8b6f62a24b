"""All references of a world: those that the database declares, those that the map adds, by column, list or text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from garant.policy.datamap import Part, Person, Role, RowKind, Table
from garant.policy.paths import Column, Each, Inside, Path, Repeated, RowsOf, Step
from tests.reference.world import World, key_of, list_format, may_be_null

_PLACEHOLDER = re.compile(r"\{(\w+)(:hex)?\}")


@dataclass(frozen=True, kw_only=True)
class Link:
    """One reference: columns, a member, a list's elements, or a text in a column, and the table it leads to."""

    table: str
    name: str
    columns: tuple[str, ...]
    to: str
    to_columns: tuple[str, ...]
    members: tuple[str, ...] = ()
    is_list: bool = False
    holds: str | None = None
    only_in: RowKind | None = None
    cascades: bool = False
    keeps: bool = False
    """Whether the map says that it may not be emptied."""

    @property
    def is_plain(self) -> bool:
        """Return whether whole columns hold the other row's key."""
        return not (self.members or self.is_list or self.holds)


def all_links(world: World) -> list[Link]:
    """Return every reference once."""
    found = list(_declared(world))
    for link in _added(world):
        found = [other for other in found if not _same(other, link)] + [link]
    for link in _implied(world, found):
        if not any(_same(other, link) for other in found):
            found.append(link)
    return found


def _same(one: Link, other: Link) -> bool:
    places = [(link.table, link.columns, link.members, link.holds) for link in (one, other)]
    return places[0] == places[1] and one.only_in in (None, other.only_in)


def _declared(world: World) -> Iterator[Link]:
    for table, shape in world.shapes.items():
        store = table.split(".", 1)[0]
        for reference in shape.references:
            yield Link(
                table=table,
                name=reference.columns[0] if len(reference.columns) == 1 else "",
                columns=reference.columns,
                to=f"{store}.{reference.table}",
                to_columns=reference.to,
                cascades=reference.on_delete == "cascade",
            )


def _added(world: World) -> Iterator[Link]:
    for place, said in world.data_map.references.items():
        store, table, name = place.split(".", 2)
        table = f"{store}.{table}"
        column, *members = (said.columns[0] if said.columns else name).split("->")
        columns = said.columns if len(said.columns) > 1 else (column,)
        to = said.to if "." in said.to else f"{store}.{said.to}"
        yield Link(
            table=table,
            name=name,
            columns=columns,
            to=to,
            to_columns=key_of(world, to),
            members=tuple(members),
            is_list=not members and list_format(world, table=table, column=column) is not None,
            cascades=any(old.cascades for old in _declared(world) if (old.table, old.columns) == (table, columns)),
            keeps=said.may_be_emptied is False,
        )


def _implied(world: World, known: list[Link]) -> Iterator[Link]:
    """Yield the references that roles and parts imply: a value that names a person by key, a text that names a row."""
    for table, said in world.data_map.tables.items():
        for kind in (None, *said.rows):
            roles = (kind or said).belongs_to | ({} if kind else said.shown_to)
            for role in roles.values():
                yield from _of_role(world, known=known, table=table, role=role, kind=kind)
            part = (kind or said).part_of
            if part and part.column and part.holds:
                yield _of_part(world, table=table, part=part, kind=kind)


def _of_part(world: World, *, table: str, part: Part, kind: RowKind | None) -> Link:
    if part.table is None:
        raise ValueError(f"the text in {table} does not say which table it names")
    to = part.table if "." in part.table else f"{table.split('.', 1)[0]}.{part.table}"
    return _text_link(table=table, column=part.column or "", holds=part.holds or "", to=to, kind=kind)


def _of_role(world: World, *, known: list[Link], table: str, role: Role, kind: RowKind | None) -> Iterator[Link]:
    to = people_table(world, role.people)
    if to is None:
        return
    if role.column and role.holds:
        yield _text_link(table=table, column=role.column, holds=role.holds, to=to, kind=kind)
    elif role.path:
        yield from _of_value(world, known=known, table=table, role=role, to=(to, kind))


def _of_value(
    world: World, *, known: list[Link], table: str, role: Role, to: tuple[str, RowKind | None]
) -> Iterator[Link]:
    assert role.path is not None
    _gone, end = trace(world, known, table=table, path=role.path)
    if end is None:
        return
    at, step = end
    if find_link(known, table=at, name=_name(step)) is not None:
        return
    members = step.members if isinstance(step, Inside) else ()
    listed = any(isinstance(piece, Each) for piece in role.path.steps[-1:])
    yield Link(
        table=at,
        name=_name(step),
        columns=(_name(step).split("->")[0],),
        to=to[0],
        to_columns=key_of(world, to[0]),
        members=members,
        is_list=listed,
        only_in=to[1] if at == table else None,
    )


def _name(step: Step) -> str:
    if isinstance(step, Inside):
        return "->".join((step.name, *step.members))
    assert isinstance(step, Column)
    return step.name


def _text_link(*, table: str, column: str, holds: str, to: str, kind: RowKind | None) -> Link:
    columns = tuple(name for name, _hex in _PLACEHOLDER.findall(holds))
    return Link(table=table, name="", columns=(column,), to=to, to_columns=columns, holds=holds, only_in=kind)


def written_text(holds: str, values: dict[str, object]) -> str:
    """Return the text by which a row is named: `person,{id}`, `{id:hex}` without dashes."""

    def value(found: re.Match[str]) -> str:
        text = str(values.get(found[1]))
        return text.replace("-", "") if found[2] else text

    return _PLACEHOLDER.sub(value, holds)


def has_form(text: object, holds: str) -> bool:
    """Return whether a text is written as `holds` says, whatever row it names."""
    pieces = [re.escape(piece) for piece in _PLACEHOLDER.sub("\0", holds).split("\0")]
    return text is not None and re.fullmatch(".+".join(pieces), str(text), re.DOTALL) is not None


def people_table(world: World, people: str | None) -> str | None:
    """Return the table of a class of people; of the only class that has one, where none is named."""
    if people is not None:
        return world.data_map.people[people].table
    tables = [person.table for person in world.data_map.people.values() if person.table]
    return tables[0] if len(tables) == 1 else None


def find_link(links: list[Link], *, table: str, name: str) -> Link | None:
    """Return the reference of that name in a table, if there is one."""
    return next((link for link in links if link.table == table and link.name == name and link.holds is None), None)


def trace(world: World, links: list[Link], *, table: str, path: Path) -> tuple[list[Link], tuple[str, Step] | None]:
    """Return the references that a path goes through, by the map alone, and the last value if it ends at one."""
    gone: list[Link] = []
    end: tuple[str, Step] | None = None
    store = table.split(".", 1)[0]
    for number, step in enumerate(path.steps):
        if isinstance(step, Each):
            continue
        if number == 0 and isinstance(step, Column) and _is_store(world, table=table, name=step.name):
            store = step.name
            continue
        if end is not None:
            table, gone = _followed(links, end=end, gone=gone)
        if isinstance(step, RowsOf):
            other = step.table if "." in step.table else f"{store}.{step.table}"
            back = find_link(links, table=other, name=step.column)
            gone, table, end = [*gone, *([back] if back else [])], other, None
        elif isinstance(step, Repeated):
            again = find_link(links, table=table, name=step.name)
            gone, end = [*gone, *([again] if again else [])], None
        else:
            end = (table, step)
    return gone, end


def _is_store(world: World, *, table: str, name: str) -> bool:
    return name in world.data_map.stores and world.shapes[table].column(name) is None


def _followed(links: list[Link], *, end: tuple[str, Step], gone: list[Link]) -> tuple[str, list[Link]]:
    link = find_link(links, table=end[0], name=_name(end[1]))
    if link is None:
        raise ValueError(f"`{_name(end[1])}` of {end[0]} is no reference")
    return link.to, [*gone, link]


def links_along(world: World, links: list[Link], *, table: str, path: Path) -> list[Link]:
    """Return every reference on a path, the ones that its last column is, or holds as a text, included."""
    gone, end = trace(world, links, table=table, path=path)
    if end is None:
        return gone
    last = find_link(links, table=end[0], name=_name(end[1]))
    texts = (link for link in links if link.holds and (link.table, link.columns) == (end[0], (_name(end[1]),)))
    return [*gone, *([last] if last else []), *texts]


def end_table(world: World, links: list[Link], *, table: str, path: Path) -> str | None:
    """Return the table whose rows a path ends at, if it ends at rows."""
    gone, end = trace(world, links, table=table, path=path)
    if end is None:
        back = isinstance(path.steps[-1], RowsOf)
        return gone[-1].table if back and gone else (gone[-1].to if gone else table)
    last = find_link(links, table=end[0], name=_name(end[1]))
    return last.to if last else None


def emptied_columns(world: World, link: Link) -> tuple[str, ...]:
    """Return the columns that are set to NULL when what a plain reference leads to goes; none if it cannot be."""
    free = [name for name in link.columns if may_be_null(world, table=link.table, column=name)]
    return tuple(free)


def fixed_links(world: World, links: list[Link]) -> list[Link]:
    """Return the references that may not be emptied for what the map reads through them, or because it says so."""
    found = [link for link in links if link.keeps]
    for person in world.data_map.people.values():
        for path in _read_of_people(person):
            found += links_along(world, links, table=person.table or "", path=path)
    for table, said in world.data_map.tables.items():
        kinds: list[Table | RowKind] = [said, *said.rows]
        for kind in kinds:
            found += _fixed_in(world, links, table=table, kind=kind)
    return found


def _read_of_people(person: Person) -> list[Path]:
    if person.table is None:
        return []
    paths = [Path.parse(text) for when in (person.when, *person.kinds.values()) for text in when]
    return paths + [path for path in (person.same_person, person.born and person.born.column) if path]


def _fixed_in(world: World, links: list[Link], *, table: str, kind: Table | RowKind) -> Iterator[Link]:
    part = [kind.part_of.path] if kind.part_of and kind.part_of.path else []
    for path in part + _read_of_rows(kind):
        yield from links_along(world, links, table=table, path=path)


def _read_of_rows(kind: Table | RowKind) -> list[Path]:
    whens = [role.when for role in kind.belongs_to.values()] + [event.when for event in kind.events.values()]
    whens += [kind.when] if isinstance(kind, RowKind) else []
    days = [event.column for event in kind.events.values()]
    days += [event.began for event in kind.events.values() if event.began]
    return days + [Path.parse(text) for when in whens for text in when]
