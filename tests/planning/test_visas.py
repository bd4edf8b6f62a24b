"""Which lists of the public archives cover a table: the later one stands for those that it contains."""

from datetime import date

from garant.planning.terrain.visas import Granted, ListForVisa, Series, covering, granted

VISA = Granted(by="AD13", on=date(2034, 2, 1), reference="2034-7")


def a_list(number: int, year: int, *series: tuple[str, int], given: bool = True) -> ListForVisa:
    said = tuple(Series(table="cfa.results", activity=name, count=1, up_to=date(to, 12, 31)) for name, to in series)
    return ListForVisa(number=number, on=date(year, 3, 1), series=said, visa=VISA if given else None)


def numbers(lists: list[ListForVisa], *activities: str, table: str = "cfa.results") -> list[int]:
    return [one.number for one in covering(lists, table, activities)]


def test_a_later_list_stands_for_those_that_it_contains():
    lists = [a_list(1, 2030, ("exams", 2027)), a_list(2, 2031, ("exams", 2028)), a_list(3, 2032, ("exams", 2028))]

    assert numbers(lists, "exams") == [3]


def test_a_later_list_that_goes_less_far_stands_for_none():
    # The period was lengthened in between.
    lists = [a_list(1, 2030, ("exams", 2027)), a_list(2, 2031, ("exams", 2020))]

    assert numbers(lists, "exams") == [2, 1]


def test_a_list_covers_a_table_only_with_all_the_activities_that_need_a_visa():
    lists = [a_list(1, 2030, ("exams", 2027)), a_list(2, 2031, ("exams", 2027), ("prizes", 2027))]

    assert numbers(lists, "exams", "prizes") == [2]
    assert numbers(lists, "exams", table="cfa.marks") == []


def test_a_list_without_its_visa_is_not_granted():
    given, waits = a_list(1, 2030, ("exams", 2027)), a_list(2, 2031, ("exams", 2028), given=False)

    assert granted([given, waits]) == (given,)
