"""Who answers for which building (楼栋长): the buildings of an area with their heads."""

from collections.abc import Iterable
from dataclasses import dataclass

from linli.places.queries.by_area import led_buildings
from linli.staff import queries as staff


@dataclass(frozen=True)
class HeadedBuilding:
    """A building and its head; without one, both names are empty."""

    code: str
    name: str
    area_code: str
    username: str = ""
    head: str = ""


def headed_buildings(prefixes: Iterable[str]) -> list[HeadedBuilding]:
    """List the buildings of an area by grid and code, each with its head; two queries."""
    rows = led_buildings(prefixes)
    heads = staff.accounts_with_ids(row.leader_id for row in rows if row.leader_id)
    found = []
    for row in rows:
        head = heads.get(row.leader_id) if row.leader_id else None
        names = (head.username, head.name) if head else ("", "")
        found.append(HeadedBuilding(row.code, row.name, row.area_code, *names))
    return found
