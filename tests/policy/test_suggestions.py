from garant.policy.speech.suggestions import did_you_mean, nearest


def test_the_nearest_word_is_found_whatever_the_case_and_the_underscores():
    assert nearest("Used_For", ["used for", "part of"]) == "used for"
    assert nearest("zzz", ["used for"]) is None


def test_a_suggestion_lists_what_else_there_is():
    assert did_you_mean("parts of", ["part of", "row"]).en == "did you mean `part of`? known here: `part of`, `row`"
    assert did_you_mean("zzz", ["part of", "row"]).en == "known here: `part of`, `row`"
    assert did_you_mean("parts of", ["part of"]).en == "did you mean `part of`?"
    assert did_you_mean("zzz", []).en == "nothing of this kind is declared yet"


def test_french_for_a_key_is_understood():
    assert nearest("bases", ["measures", "stores"]) == "stores"
    assert nearest("Personnes", ["purposes", "people"]) == "people"
    assert nearest("bases", ["measures"]) == "measures"


def test_the_last_part_of_a_name_is_a_name_too():
    assert nearest("Paris", ["America/Paramaribo", "Europe/Paris"]) == "Europe/Paris"
    assert nearest("pupils", ["school.pupils", "school.rooms"]) == "school.pupils"


def test_what_is_known_is_listed_nearest_first_whatever_its_order():
    said = {did_you_mean("clumns", order).en for order in (["row", "column"], ["column", "row"], {"row", "column"})}

    assert said == {"did you mean `column`? known here: `column`, `row`"}


def test_what_is_known_and_already_used_is_told_apart():
    told = did_you_mean("colour", ["part of"], ["columns", "row"])

    assert told.en == "known here: `part of`; also known, already used: `columns`, `row`"
    assert told.fr == "au choix : `part of` ; déjà dits : `columns`, `row`"
    assert did_you_mean("colour", [], ["row"]).en == "known here, already used: `row`"


def test_a_long_list_is_not_read_out():
    many = [f"word {number}" for number in range(30)]

    assert did_you_mean("zzz", many).en.endswith(", …")
    assert did_you_mean("zzz", many).en.count("`word") == 24
    assert did_you_mean("word 7", many).en == "did you mean `word 7`?"


def test_where_one_is_meant_a_longer_list_is_not_read_out():
    few, more = ([f"word {number}" for number in range(many)] for many in (8, 9))

    assert did_you_mean("wird 1", few).en.startswith("did you mean `word 1`? known here: ")
    assert did_you_mean("wird 1", more).en == "did you mean `word 1`?"
