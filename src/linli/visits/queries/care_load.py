"""How many households of each building are owed regular visits: counts by care class, for levelling work, nobody by name."""

from collections import Counter
from collections.abc import Iterable, Sequence
from uuid import UUID

from linli.register.queries.by_building import households_in_programmes
from linli.visits.catalogue import declared


def care_by_building(prefixes: Iterable[str], heaviest_first: Sequence[str]) -> dict[UUID, Counter[str]]:
    """Count by building and care class the households that take part in its programme; each in its heaviest class alone."""
    order = {code: place for place, code in enumerate(heaviest_first)}
    programmes: dict[str, str] = {}
    for code in reversed(heaviest_first):
        if (care := declared().care.get(code)) is not None:
            programmes[care.programme] = code
    heaviest: dict[tuple[UUID, UUID], str] = {}
    for building, household, programme in households_in_programmes(prefixes, programmes):
        key, code = (building, household), programmes[programme]
        heaviest[key] = min(heaviest.get(key, code), code, key=order.__getitem__)
    found: dict[UUID, Counter[str]] = {}
    for (building, _household), code in heaviest.items():
        found.setdefault(building, Counter())[code] += 1
    return found
