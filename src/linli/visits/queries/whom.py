"""Whom visits go to, as lists show it: a masked name and an address, for many visits at once in three queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from linli.places import queries as places
from linli.register.queries.whom import masked_households, masked_residents
from linli.visits.models import Visit


@dataclass(frozen=True)
class Whom:
    """The names and addresses of some visits."""

    residents: dict[UUID, str]
    households: dict[UUID, str]
    addresses: dict[UUID, str]

    def name(self, visit: Visit) -> str:
        """Name whom a visit goes to, masked."""
        if visit.resident_id is not None:
            return self.residents.get(visit.resident_id, "")
        if visit.household_id is not None:
            head = self.households.get(visit.household_id, "")
            return _("%(name)s一户") % {"name": head} if head else ""
        return ""

    def address(self, visit: Visit) -> str:
        """Say where a visit goes."""
        return self.addresses.get(visit.dwelling_id, "") if visit.dwelling_id else ""


def whom_of(visits: Iterable[Visit]) -> Whom:
    """Look up names and addresses; three queries however many visits."""
    rows = list(visits)
    return Whom(
        masked_residents({row.resident_id for row in rows if row.resident_id}),
        masked_households({row.household_id for row in rows if row.household_id and not row.resident_id}),
        places.addresses_of({row.dwelling_id for row in rows if row.dwelling_id}),
    )
