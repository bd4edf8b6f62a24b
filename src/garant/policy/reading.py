"""From the texts of a policy folder to a typed policy and data map, with all that is wrong with them at once.

The only home of YAML. Its events are read and not its composed nodes: only events show anchors, aliases and tags
where they stand, and the composer recurses without a limit of its own.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import yaml
from pydantic import ValidationError

from garant.policy.catalogue import problem
from garant.policy.datamap import DataMap
from garant.policy.messages.yaml_faults import NO_CHARACTER, told_in_french
from garant.policy.model import Policy
from garant.policy.problems import Place, Problem, Severity
from garant.policy.speech.sentences import Sentence
from garant.policy.speech.suggestions import did_you_mean, nearest
from garant.policy.statements import Statement
from garant.policy.texts.gist import Gist, gist
from garant.policy.texts.mistakes import mistakes
from garant.policy.texts.places import KeyPath, Mark, Places

POLICY_KEYS = frozenset(one.alias or name for name, one in Policy.model_fields.items())
MAP_KEYS = frozenset(one.alias or name for name, one in DataMap.model_fields.items())
HOME = "policy.yaml"
"""The file that is named where a policy has none of its own yet."""

SUFFIXES = (".yaml", ".yml")
DEEPEST = 40

# What would write elsewhere on a screen than where it stands, or turn the direction of what follows.
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_UNSEEN = re.compile(rf"{_HIDDEN.pattern}|[\n\t]")
_BLOCKS = ("|", ">")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_Part = TypeVar("_Part", bound=Statement)


@dataclass(frozen=True, kw_only=True)
class Rough:
    """What can be made out of a folder with mistakes: for checks alone, and never to run.

    Where something `is lost`, nothing can be said to be missing.
    """

    policy: Policy | None
    data_map: DataMap | None
    is_lost: bool


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a policy folder says: a part that could not be read whole is None, and the problems say why."""

    policy: Policy | None
    data_map: DataMap | None
    problems: tuple[Problem, ...]
    places: Places
    rough: Rough


def read(files: Mapping[str, str]) -> Reading:
    """Return the policy and the data map that `files` (name → text) write, and every problem of reading them."""
    if not any(name.endswith(SUFFIXES) for name in files):
        return _nothing()
    texts = [_Text(name, files[name]) for name in sorted(files) if name.endswith(SUFFIXES)]
    folder = _Folder(texts)
    places = Places(marks=folder.marks, first_file=folder.home)
    policy, data_map = _part(Policy, folder, places), _part(DataMap, folder, places)
    found = (*folder.problems, *_unknown_keys(folder, places), *policy.problems, *data_map.problems)
    return Reading(
        policy=policy.whole if folder.is_whole else None,
        data_map=data_map.whole if folder.is_whole else None,
        problems=tuple(sorted(found, key=lambda one: (one.at, one.code))),
        places=places,
        rough=_rough(folder, policy.gist, data_map.gist),
    )


def _nothing() -> Reading:
    said = problem("no-policy", Place(file=HOME))
    nothing = Rough(policy=None, data_map=None, is_lost=True)
    return Reading(policy=None, data_map=None, problems=(said,), places=Places(), rough=nothing)


@dataclass(frozen=True)
class _Read(Generic[_Part]):
    """One part as it was read: whole or not at all, with what is wrong with it, and what can be made out."""

    whole: _Part | None
    gist: Gist[_Part]
    problems: tuple[Problem, ...] = ()


def _part(model: type[_Part], folder: "_Folder", places: Places) -> _Read[_Part]:
    keys = POLICY_KEYS if issubclass(model, Policy) else MAP_KEYS
    said = {key: value for key, value in folder.said.items() if key in keys}
    meant = {near: key for key, near in _misspelt(folder).items() if near in keys}
    whole = {**said, **{near: folder.said[key] for near, key in meant.items()}}
    folder.marks.update(Gist.moved({(key,): (near,) for near, key in meant.items()}, folder.marks))
    try:
        part = model.model_validate(whole, by_alias=True, by_name=False)
    except ValidationError as wrong:
        # A key that is missing at the top may stand in a file that could not be read.
        found = mistakes(wrong, model=model, said=whole, places=places, is_whole=folder.is_readable)
        rough = gist(model, whole)
        folder.marks.update(Gist.moved(rough.meant, folder.marks))
        return _Read(None, rough, tuple(found))
    return _Read(None if meant else part, Gist(part=part))


def _rough(folder: "_Folder", policy: Gist[Policy], data_map: Gist[DataMap]) -> Rough:
    is_lost = bool(policy.lost or data_map.lost) or any(one.code != "said-twice" for one in folder.problems)
    if not folder.is_readable:
        return Rough(policy=None, data_map=None, is_lost=True)
    return Rough(policy=policy.part, data_map=data_map.part, is_lost=is_lost)


def _misspelt(folder: "_Folder") -> dict[str, str]:
    """Return the keys at the top that are not known, with the one that each was meant for."""
    known = POLICY_KEYS | MAP_KEYS
    near = {key: nearest(key, known - folder.said.keys()) for key in folder.said if key not in known}
    return {key: meant for key, meant in near.items() if meant is not None}


def _unknown_keys(folder: "_Folder", places: Places) -> Iterator[Problem]:
    for key in folder.said:
        if key not in POLICY_KEYS and key not in MAP_KEYS:
            mend = did_you_mean(key, POLICY_KEYS | MAP_KEYS)
            yield problem("unknown-key", places.key(key), key=key, thing=_FOLDER, mend=mend)


_FOLDER = Sentence("la politique ni de la carte des données", "a policy folder")


class _Folder:
    """All files of a folder merged: mappings at the top entry by entry, whatever else is said once."""

    def __init__(self, texts: list["_Text"]) -> None:
        self.said: dict[str, Any] = {}
        self.marks: dict[KeyPath, Mark] = {}
        self.problems = [one for text in texts for one in text.problems]
        self.is_readable = all(text.is_readable for text in texts)
        for text in texts:
            self._add(text)
        self.is_whole = not any(one.severity is Severity.ERROR for one in self.problems)

    @property
    def home(self) -> str:
        """Return the file in which the policy stands, where it names the organisation or begins."""
        begun = [mark.file for path, mark in self.marks.items() if len(path) == 1 and path[0] in POLICY_KEYS]
        named = self.marks.get(("organisation",))
        return named.file if named else next(iter(begun), HOME)

    def _add(self, text: "_Text") -> None:
        again = [path for key, value in text.said.items() for path in self._merge(key, value)]
        for path in again:
            self.problems.append(_said_twice(path, text.marks[path], self.marks[path]))
        for path, mark in text.marks.items():
            if not any(path[: len(twice)] == twice for twice in again):
                self.marks.setdefault(path, mark)

    def _merge(self, key: str, value: Any) -> list[KeyPath]:
        if self.said.get(key) is None:
            self.said[key] = dict(value) if isinstance(value, dict) else value
            return []
        kept = self.said[key]
        if value is None:
            return []
        if not isinstance(kept, dict) or not isinstance(value, dict):
            return [(key,)]
        again: list[KeyPath] = [(key, entry) for entry in value if entry in kept]
        kept.update((entry, one) for entry, one in value.items() if entry not in kept)
        return again


def _said_twice(path: KeyPath, second: Mark, first: Mark) -> Problem:
    place = first.key
    return problem("said-twice", second.key, key=path[-1], file=place.file, line=place.line)


class _Refused(Exception):
    """The text cannot be read further."""


@dataclass
class _Text:
    """One file: what it says at the top, the mark of every value, and what keeps it from being read."""

    name: str
    text: str
    said: dict[str, Any] = field(default_factory=dict)
    marks: dict[KeyPath, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    is_readable: bool = True

    def __post_init__(self) -> None:
        """Read the text; what stands before a fault is kept, so that its own problems are told too."""
        # YAML does not count a byte order mark; an editor that splices text does.
        self._shift = 1 if self.text.startswith("\ufeff") else 0
        try:
            self._document()
        except _Refused:
            self.is_readable = False
        except yaml.MarkedYAMLError as fault:
            mark: Any = fault.problem_mark or fault.context_mark
            self._unreadable(told_in_french(fault.problem or ""), mark.line + 1, mark.column + 1)
        except yaml.reader.ReaderError as fault:
            line = self.text.count("\n", 0, fault.position) + 1
            self._unreadable(NO_CHARACTER, line, 1)
        except UnicodeEncodeError as fault:
            line = self.text.count("\n", 0, fault.start) + 1
            self._unreadable(NO_CHARACTER, line, 1)

    def _document(self) -> None:
        self._events = yaml.parse(self.text[self._shift :], Loader=yaml.CSafeLoader)
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._top(next(self._events))
            elif isinstance(event, yaml.DocumentEndEvent):
                self._no_second_document(next(self._events))

    def _top(self, event: Any) -> None:
        if isinstance(event, yaml.MappingStartEvent):
            self._mapping(event, (), self.said)
        elif not (isinstance(event, yaml.ScalarEvent) and event.value == ""):
            self._refuse(event, "not-a-mapping")

    def _no_second_document(self, event: Any) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._refuse(event, "not-yaml/second")

    def _value(self, event: Any, path: KeyPath) -> tuple[Any, Any]:
        """Return the value that begins with `event`, and the mark of its end."""
        if len(path) > DEEPEST:
            self._refuse(event, "too-deep", deepest=DEEPEST)
        self._no_tricks(event)
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event), event.end_mark
        if isinstance(event, yaml.MappingStartEvent):
            said: dict[str, Any] = {}
            return said, self._mapping(event, path, said)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Any] = []
            return items, self._sequence(event, path, items)
        return None, event.end_mark

    def _mapping(self, start: Any, path: KeyPath, said: dict[str, Any]) -> Any:
        end = start.end_mark
        while not isinstance(key := next(self._events), yaml.MappingEndEvent):
            name = self._key(key)
            begin = next(self._events)
            here = (*path, name)
            if name in said:
                end = self._twice(key, begin, here)
                continue
            value, end = self._value(begin, here)
            if not isinstance(begin, yaml.AliasEvent):
                said[name] = value
                self.marks[here] = self._mark(key, begin, end)
        return key.end_mark if start.flow_style else end

    def _twice(self, key: Any, begin: Any, here: KeyPath) -> Any:
        """Read a value that is said again, for its faults and its end alone."""
        kept, self.marks = self.marks, {}
        try:
            _, end = self._value(begin, here)
        finally:
            self.marks = kept
        self.problems.append(_said_twice(here, self._mark(key, begin, end), kept[here]))
        return end

    def _sequence(self, start: Any, path: KeyPath, items: list[Any]) -> Any:
        end = start.end_mark
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            here = (*path, len(items))
            value, end = self._value(event, here)
            items.append(value)
            self.marks[here] = self._mark(event, event, end)
        return event.end_mark if start.flow_style else end

    def _key(self, event: Any) -> str:
        self._no_tricks(event)
        if not isinstance(event, yaml.ScalarEvent):
            self._refuse(event, "not-a-mapping/key")
        if event.value == "<<" and not event.style:
            self._report(event, "alias/merge")
        return str(event.value)

    def _no_tricks(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._report(event, "alias", anchor=event.anchor)
            return
        if event.anchor is not None:
            self._report(event, "alias/anchor", anchor=event.anchor)
        if event.tag is not None:
            self._report(event, "tag")
        if isinstance(event, yaml.ScalarEvent) and (_HIDDEN if event.style in _BLOCKS else _UNSEEN).search(event.value):
            self._report(event, "not-yaml/unseen")

    def _report(self, event: Any, told: str, **values: object) -> None:
        place = Place(file=self.name, line=event.start_mark.line + 1, column=event.start_mark.column + 1)
        self.problems.append(problem(told, place, **values))

    def _refuse(self, event: Any, told: str, **values: object) -> None:
        self._report(event, told, **values)
        raise _Refused

    def _unreadable(self, fault: Sentence, line: int, column: int) -> None:
        self.is_readable = False
        self.problems.append(problem("not-yaml", Place(file=self.name, line=line, column=column), fault=fault))

    def _mark(self, key: Any, begin: Any, end: Any) -> Mark:
        key_mark, mark = key.start_mark, begin.start_mark
        return Mark(
            self.name, key_mark.line + 1, key_mark.column + 1, mark.line + 1, mark.column + 1,
            mark.index + self._shift, end.index + self._shift,
        )  # fmt: skip


def _scalar(event: Any) -> bool | int | str | None:
    text: str = event.value
    if event.style:
        return text
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _INTEGER.fullmatch(text) else text
