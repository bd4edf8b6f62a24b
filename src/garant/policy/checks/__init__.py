"""All that can be said of a policy and its data map from their texts alone, before any database is asked."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from garant.policy.catalogue import ABSENCES
from garant.policy.checks import (
    bases,
    cookies,
    names,
    parties,
    prospecting,
    publishing,
    retention,
    rights,
    vocabulary,
)
from garant.policy.checks.data_map import anonymity, archives, links, reach, skeletons, tables
from garant.policy.checks.data_map import names as map_names
from garant.policy.checks.say import Say
from garant.policy.datamap import DataMap
from garant.policy.model import Policy
from garant.policy.problems import Problem
from garant.policy.reading import Reading
from garant.policy.texts.places import Places

OF_THE_POLICY: tuple[Callable[[Policy, Say], Iterator[Problem]], ...] = (
    names.undeclared_in_activities,
    names.undeclared_in_subjects,
    names.undeclared_in_commitments,
    names.never_used,
    bases.legal_basis,
    bases.special_categories,
    bases.conditions_that_contradict,
    bases.purposes_not_published,
    retention.periods_said,
    retention.periods_to_look_at,
    retention.events_of_periods,
    parties.recipients,
    parties.controller,
    parties.officer,
    rights.rights_offered,
    rights.rights_narrowed,
    rights.answers_in_time,
    cookies.contradictions,
    cookies.lifetimes,
    cookies.audience,
    cookies.advertising,
    prospecting.channels,
    prospecting.rules_that_changed,
    publishing.sites,
    publishing.versions,
    publishing.statistics,
    publishing.measures,
    publishing.languages,
    vocabulary.identifiers,
)
OF_THE_MAP: tuple[Callable[[DataMap, Say], Iterator[Problem]], ...] = (
    tables.silent_tables,
    tables.tables_without_owner,
    tables.roles_named,
    tables.row_kinds,
    tables.circles,
    tables.stores_named,
    tables.tables_named,
    tables.people_named,
    tables.identifiers_named,
    reach.open_for_nobody,
)
OF_BOTH: tuple[Callable[[Policy, DataMap, Say], Iterator[Problem]], ...] = (
    map_names.undeclared_in_tables,
    map_names.undeclared_in_people_and_stores,
    map_names.undeclared_in_files,
    map_names.stores_abroad,
    reach.tables_without_activity,
    reach.cells_without_reason,
    reach.activities_without_table,
    reach.clocks,
    reach.undated,
    anonymity.out_of_reach,
    archives.archives_nowhere,
    skeletons.kept_for_a_kind,
    links.links_that_break,
)


def check_texts(reading: Reading) -> tuple[Problem, ...]:
    """Return all that is wrong with the texts of a folder, however little of them can be made out."""
    rough = reading.rough
    found = check(rough.policy, rough.data_map, reading.places)
    # What cannot be read may be what seems to be missing.
    told = [one for one in found if not (rough.is_lost and one.code in ABSENCES)]
    return (*reading.problems, *told)


def check(policy: Policy | None, data_map: DataMap | None, places: Places) -> tuple[Problem, ...]:
    """Return every problem of what could be read, in the order of the text; a part that is None is left out."""
    say = Say(places=places)
    found = list(_looked(policy, data_map, say))
    meant = frozenset(one.meant for one in found if one.meant is not None)
    if meant:
        # What follows from a misspelt name is no problem of its own.
        found = list(_looked(policy, data_map, replace(say, meant=meant)))
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.at, one.code, one.message)))


def _looked(policy: Policy | None, data_map: DataMap | None, say: Say) -> Iterator[Problem]:
    if policy is not None:
        yield from (one for look in OF_THE_POLICY for one in look(policy, say))
    if data_map is not None:
        yield from (one for look in OF_THE_MAP for one in look(data_map, say))
    if policy is not None and data_map is not None:
        yield from (one for look in OF_BOTH for one in look(policy, data_map, say))
