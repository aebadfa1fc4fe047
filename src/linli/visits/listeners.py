"""What visits do when a lower room announces a fact; told twice, one visit stands."""

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone

from linli.register.rules.stays import stays_told
from linli.visits.actions import follow_homes, plan_for_case, plan_for_household
from linli.visits.actions.erasing import erase_words
from linli.visits.actions.following import follow_records
from linli.visits.catalogue import declared


def visit_for_case(fact: Mapping[str, object]) -> None:
    """Plan the visit that a case asks for by its kind; of most kinds none does, and the case is not read for it."""
    kind = fact.get("kind_code")
    if kind is not None and declared().event_of_kind(str(kind)) is None:
        return
    plan_for_case(UUID(str(fact["case_id"])), at=timezone.now())


def visit_for_household(fact: Mapping[str, object]) -> None:
    """Plan the visit that a birth, a death or a move asks for."""
    household_id, act = UUID(str(fact["household_id"])), str(fact["act"])
    plan_for_household(household_id, act, change=f"{household_id}:{fact['command_id']}", at=timezone.now())


def follow_the_map(fact: Mapping[str, object]) -> None:
    """Take the open visits of redrawn areas along with their homes."""
    prefixes = fact["prefixes"]
    if isinstance(prefixes, list):
        follow_homes(timezone.now(), prefixes=[str(prefix) for prefix in prefixes])


def follow_a_merge(fact: Mapping[str, object]) -> None:
    """Have visits to one of two records follow a merge, or its undoing; told twice, nothing moves again."""
    follow_records([UUID(str(fact["other_id"]))], at=timezone.now())


def forget_words(fact: Mapping[str, object]) -> None:
    """Delete what was said on visits to somebody whose record was deleted; told twice, nothing more goes."""
    ids, stays = fact["resident_ids"], fact["stays"]
    if fact["what"] == "all" and isinstance(ids, list) and isinstance(stays, list):
        erase_words({UUID(str(one)) for one in ids}, stays_told(stays), at=timezone.now())
