from garant.policy.problems import Place
from garant.policy.reading import read
from garant.policy.texts.places import Places


def test_what_is_not_written_is_where_its_nearest_parent_is():
    places = read({"p.yaml": "rights:\n  offered: [access]\n"}).places

    assert places.key("rights", "offered") == Place(file="p.yaml", line=2, column=3)
    assert places.value("rights", "offered") == Place(file="p.yaml", line=2, column=12)
    assert places.value("rights", "offered", 0) == Place(file="p.yaml", line=2, column=13)
    assert places.key("rights", "identity") == Place(file="p.yaml", line=1, column=1)
    assert places.value("rights", "identity") == Place(file="p.yaml", line=1, column=1)


def test_what_has_no_parent_either_is_at_the_top_of_the_first_file():
    assert Places(first_file="p.yaml").key("organisation") == Place(file="p.yaml", line=1, column=1)
