"""Tables of other stores: where people of the school are also known, what happens there, and who cannot be told."""

from hypothesis import strategies as st

from tests.reference.pieces import Draw, Drawn, Piece, Said
from tests.reference.schema import Values


def contacts(draw: Draw) -> Piece:
    """Return the table of another store in which people are also known, by a number that some share or lack."""
    dated = draw(st.booleans())

    def row(drawn: Drawn, number: int) -> Values:
        card = drawn.one_of(*(f"S-{key}" for key in drawn.keys["people"]), "s-2", "S-77", None)
        return {"id": number, "card": card, "full_name": drawn.one_of("A", "—", None), "met": drawn.day()}

    said: Said = {"columns": {"full_name": {"category": "contact", "blank": "—"}, "card": "none"}}
    said |= (
        {"events": {"sent": {"column": "met", "empty": draw(st.sampled_from(["open", "missing"]))}}} if dated else {}
    )
    columns = {"id": "int key", "card": "text null", "full_name": "text null", "met": "date null"}
    known = {"crm.contacts": {"number": "card"}}
    return Piece(name="contacts", columns=columns, said=said, row=row, known=known, store="crm", counts=(1, 5))


def calls(draw: Draw) -> Piece:
    """Return what happened with a contact: of its owner, or part of it, or kept for it."""
    fixed = draw(st.booleans())

    def row(drawn: Drawn, number: int) -> Values:
        contact = drawn.key("contacts", missing=not fixed)
        return {"id": number, "contact_id": contact, "note": drawn.one_of("n", None), "at": drawn.day()}

    caller: list[Said] = [
        {"belongs to": {"caller": "contact_id"}},
        {"belongs to": {"caller": {"path": "contact_id", "kind": draw(st.sampled_from(["pupil", "payer"]))}}},
        {"part of": "contact_id"},
    ]
    said: Said = {
        "columns": {"note": "messages"},
        "events": draw(st.sampled_from([{}, {"logged in": "at"}, {"ended": "at"}])),
    }
    said |= draw(st.sampled_from(caller))
    columns = {"id": "int key", "contact_id": f"int{'' if fixed else ' null'} -> contacts", "note": "text null"}
    return Piece(
        name="calls", columns=columns | {"at": "date null"}, said=said, row=row, after=("contacts",), store="crm"
    )


def letters(draw: Draw) -> Piece:
    """Return rows of a store that knows nobody: whoever wrote them is known by a number, which there tells nothing."""
    kind = draw(st.sampled_from([{}, {"kind": "payer"}]))

    def row(drawn: Drawn, number: int) -> Values:
        return {
            "id": number,
            "card": drawn.one_of("S-1", "S-2", None),
            "text": drawn.one_of("t", None),
            "on": drawn.day(),
        }

    said: Said = {"belongs to": {"writer": {"known by": {"number": "card"}, "people": "person", **kind}}}
    said |= {"columns": {"text": "messages", "card": "none"}, "events": {"sent": "on"}}
    columns = {"id": "int key", "card": "text null", "text": "text null", "on": "date null"}
    return Piece(name="letters", columns=columns, said=said, row=row, store="web", counts=(0, 3))
