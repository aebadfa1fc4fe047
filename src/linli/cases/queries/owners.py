"""Who answers for a kind at a place, with the rule that says so."""

from dataclasses import dataclass

from linli.cases.catalogue import KindDeclaration
from linli.staff import queries as staff


@dataclass(frozen=True)
class Owner:
    """The unit proposed for a case and why."""

    unit_code: str
    unit_name: str
    rule: str


def owner_for(kind: KindDeclaration, area_code: str) -> Owner | None:
    """Find the unit whose duty this kind is, by the longest area prefix."""
    found = staff.unit_for_duty(kind.duty, area_code)
    return Owner(found.unit_code, found.unit_name, found.rule) if found else None
