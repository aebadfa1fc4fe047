"""Households, who lives in them, organisations and enrolments follow their dwellings after the map was redrawn.

Nobody's record changes: where a dwelling lay on a day is kept once, with the map, and read from there. Rows that have ended
keep the grid they ended in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import batched

from django.db import transaction
from django.db.models import F, Model, OuterRef, QuerySet, Subquery

from linli.core.facts import announce
from linli.places import queries as places
from linli.register.asking.snapshot import drop_snapshot
from linli.register.facts import HomesRelocated
from linli.register.models import Enrolment, Household, Organisation, Residency
from linli.register.queries.following import area_of_resident

_BATCH = 500


@dataclass(frozen=True)
class Relocated:
    """How many rows followed."""

    households: int
    residencies: int
    organisations: int
    enrolments: int

    @property
    def total(self) -> int:
        """Say how many rows moved in all."""
        return self.households + self.residencies + self.organisations + self.enrolments


@transaction.atomic
def relocate_homes(prefixes: Iterable[str], *, on: str) -> Relocated:
    """Have the open rows of redrawn areas follow their dwellings, each kind in one statement; a second time moves nothing.

    What has no dwelling and stood in a closed grid goes to the grid that has most of its ground. Then it is announced.
    """
    wanted = tuple(prefixes)
    followed = places.successors(wanted)
    done = Relocated(
        households=_follow_dwelling(_open(Household, wanted), followed),
        residencies=_follow_dwelling(_open(Residency, wanted), followed),
        organisations=_follow_dwelling(_open(Organisation, wanted), followed),
        enrolments=_follow_residents(_open(Enrolment, wanted), followed),
    )
    if done.total:
        transaction.on_commit(drop_snapshot)  # it is mended by what was written of people, and nothing was
    announce(HomesRelocated(prefixes=wanted, on=on))
    return done


def _open(model: type[Model], prefixes: Iterable[str]) -> QuerySet[Model]:
    return model._default_manager.filter(places.touched("area_code", prefixes), until=None)


def _follow_dwelling(rows: QuerySet[Model], followed: Mapping[str, str]) -> int:
    return _follow(rows, places.area_of_dwelling(OuterRef("dwelling_id")), followed)


def _follow_residents(rows: QuerySet[Model], followed: Mapping[str, str]) -> int:
    """Have enrolments follow the home their resident lives in, else is registered in."""
    return _follow(rows, area_of_resident(OuterRef("resident_id")), followed)


def _follow(rows: QuerySet[Model], area: Subquery, followed: Mapping[str, str]) -> int:
    moving = rows.annotate(area_now=area).filter(area_now__isnull=False).exclude(area_code=F("area_now"))
    moved = int(moving.update(area_code=F("area_now")))
    for batch in batched(sorted(followed), _BATCH, strict=False):
        left = rows.filter(area_code__in=batch)
        for code in set(left.order_by().values_list("area_code", flat=True).distinct()):
            moved += left.filter(area_code=code).update(area_code=followed[code])
    return moved
