"""Invented people and days: the same for the same seed, and set around the limits that a policy draws."""

import random
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple, TypeVar

from garant.adapters.demo.names import FIRST_NAMES, FRANCE, LAST_NAMES, STREETS
from garant.adapters.sql.filling import Row, Value
from garant.policy.periods import Period, cutoff

T = TypeVar("T")

AROUND = 40
"""Of so many people under one rule, two have run out (one of them only today) and one does so tomorrow."""


class Made(NamedTuple):
    """One row of a store."""

    store: str
    table: str
    row: Row


class MadeFile(NamedTuple):
    """One file of a set of files."""

    store: str
    path: str
    content: bytes


Thing = Made | MadeFile
"""What a demo is made of."""


def made(store: str, table: str, /, **values: Value) -> Made:
    """Return one row of a store."""
    return Made(store, table, values)


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """An invented person, in the words of a letter."""

    gender: str
    first_name: str
    last_name: str
    email: str
    mobile: str

    @property
    def title(self) -> str:
        """Return the form of address."""
        return "Mme" if self.gender == "F" else "M."

    @property
    def full_name(self) -> str:
        """Return first and last name."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, kw_only=True)
class Address:
    """An invented address in a real town."""

    street: str
    postcode: str
    city: str

    def __str__(self) -> str:
        """Return the address in one line."""
        return f"{self.street}, {self.postcode} {self.city}"


class Numbers:
    """Gives each table the numbers of its rows, one after the other."""

    def __init__(self) -> None:
        """Begin every table at one."""
        self._last: Counter[str] = Counter()

    def __getitem__(self, table: str) -> int:
        """Return the next number of a table."""
        self._last[table] += 1
        return self._last[table]

    def __contains__(self, table: str) -> bool:
        """Return whether a table has any row."""
        return table in self._last

    def last(self, table: str) -> int:
        """Return the number given last, or nought."""
        return self._last[table]


class Draw:
    """Draws people, days and choices for the demo of one day."""

    def __init__(self, on: date, *, seed: int = 2018) -> None:
        """Begin to draw for the day of the demo; the same seed gives the same people."""
        self.on = on
        self._random = random.Random(seed)  # noqa: S311
        self._turns: Counter[str] = Counter()
        self._somebodies = 0

    def one_of(self, choices: Sequence[T]) -> T:
        """Return one of the choices."""
        return choices[int(self._random.random() * len(choices))]

    def chance(self, one_in: int) -> bool:
        """Return yes once in so many times."""
        return self._random.random() * one_in < 1

    def number(self, least: int, most: int) -> int:
        """Return a whole number, both ends included."""
        return least + int(self._random.random() * (most - least + 1))

    def digits(self, count: int) -> str:
        """Return so many digits."""
        return f"{int(self._random.random() * 10**count):0{count}}"

    def uuid(self) -> str:
        """Return a random identifier of the usual form."""
        drawn = f"{self._random.getrandbits(128):032x}"
        return f"{drawn[:8]}-{drawn[8:12]}-4{drawn[13:16]}-a{drawn[17:20]}-{drawn[20:]}"

    def somebody(self) -> Somebody:
        """Return a new person, whose e-mail address is nobody else's."""
        self._somebodies += 1
        gender = "F" if self._random.random() < 0.5 else "M"
        first, last = self.one_of(FIRST_NAMES[gender]), self.one_of(LAST_NAMES).replace("_", " ")
        return Somebody(
            gender=gender,
            first_name=first,
            last_name=last,
            email=f"{_plain(first)}.{_plain(last)}{self._somebodies}@courriel.example",
            # Numbers that the regulator keeps free for fiction.
            mobile=f"06 39 98 {self.digits(2)} {self.digits(2)}",
        )

    def address(self, towns: Sequence[tuple[str, str]] = FRANCE) -> Address:
        """Return an address in one of the towns."""
        postcode, city = self.one_of(towns)
        return Address(street=f"{self.number(1, 180)} {self.one_of(STREETS)}", postcode=postcode, city=city)

    def iban(self) -> str:
        """Return an account number of a bank that does not exist, with its true check digits."""
        account = f"99999{self.digits(5)}{self.digits(11)}{self.digits(2)}"
        check = 98 - int(f"{account}152700") % 97
        return f"FR{check:02}{account}"

    def day(self, first: date, last: date) -> date:
        """Return a day between two, both included; the first if they are in disorder."""
        return first + timedelta(days=self.number(0, max((last - first).days, 0)))

    def before(self, day: date, *, least: int, most: int) -> date:
        """Return a day so many days before another."""
        return day - timedelta(days=self.number(least, most))

    def at(self, day: date) -> datetime:
        """Return an instant of a day, within working hours."""
        return datetime.combine(day, time(self.number(8, 17), self.number(0, 59), self.number(0, 59)))

    def epoch(self, day: date) -> int:
        """Return an instant of a day in seconds since 1970."""
        return int(self.at(day).replace(tzinfo=UTC).timestamp())

    def ended(self, period: str, rule: str) -> date:
        """Return the day of an event under a rule: for few people its period has run out, for most it has not."""
        last_due = cutoff(Period.parse(period), self.on)
        turn = self._turns[rule] % AROUND
        self._turns[rule] += 1
        match turn:
            case 1:
                return last_due
            case 2:
                return last_due + timedelta(days=1)
            case 3:
                return last_due - timedelta(days=self.number(1, 500))
            case _:
                return self.day(last_due + timedelta(days=2), self.on - timedelta(days=1))


def _plain(name: str) -> str:
    bare = unicodedata.normalize("NFD", name.lower().replace(" ", "").replace("’", ""))
    return "".join(letter for letter in bare if letter.isascii())
