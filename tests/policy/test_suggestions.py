from garant.policy.texts.suggestions import did_you_mean, nearest


def test_the_nearest_word_is_found_whatever_the_case_and_the_underscores():
    assert nearest("Used_For", ["used for", "part of"]) == "used for"
    assert nearest("zzz", ["used for"]) is None


def test_a_suggestion_lists_what_else_there_is():
    assert did_you_mean("parts of", ["part of", "row"]).en == "did you mean `part of`? known here: `part of`, `row`"
    assert did_you_mean("zzz", ["part of", "row"]).en == "known here: `part of`, `row`"
    assert did_you_mean("parts of", ["part of"]).en == "did you mean `part of`?"
    assert did_you_mean("zzz", []).en == "nothing of this kind is declared yet"


def test_a_long_list_is_not_read_out():
    many = [f"word {number}" for number in range(30)]

    assert did_you_mean("zzz", many).en.endswith("`word 23`, …")
    assert did_you_mean("word 7", many).en == "did you mean `word 7`?"
