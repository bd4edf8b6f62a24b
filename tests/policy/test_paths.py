import pytest

from garant.policy.paths import Column, Each, Inside, Path, Repeated, RowsOf, Step


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("email", (Column("email"),)),
        ("lesson_id.course_id.ends_on", (Column("lesson_id"), Column("course_id"), Column("ends_on"))),
        ("seats(course_id).person_id", (RowsOf("seats", "course_id"), Column("person_id"))),
        ("replaced_by*", (Repeated("replaced_by"),)),
        ("members.each", (Column("members"), Each())),
        ("profile->phone", (Inside("profile", ("phone",)),)),
        ("profile->address->town", (Inside("profile", ("address", "town")),)),
        ("forum.posts(author_id)", (Column("forum"), RowsOf("posts", "author_id"))),
        ("each(a)", (RowsOf("each", "a"),)),
    ],
)
def test_a_path_is_read_step_by_step(text: str, steps: tuple[Step, ...]):
    path = Path.parse(text)

    assert path.steps == steps
    assert str(path) == text
    assert path.is_column == (len(steps) == 1 and isinstance(steps[0], Column))


@pytest.mark.parametrize("text", ["", "a..b", ".a", "a b(c", "a*b", "(a)", "a->", "->a", "a(b)(c)"])
def test_anything_else_is_not_a_path(text: str):
    with pytest.raises(ValueError, match="path"):
        Path.parse(text)
