"""Who a question finds: how many, which, and as rows with the attributes of its purpose; exact as of now, masked in lists."""

import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

from linli.core.secrets import mask_id_number, mask_name, mask_phone, unseal
from linli.places import queries as places
from linli.register.asking import columns, live
from linli.register.asking.attributes import ATTRIBUTES, SEXES, STATES, USES
from linli.register.asking.compiling import Sql
from linli.register.asking.snapshot import fresh_snapshot, read_at
from linli.register.asking.tree import attributes_of
from linli.register.models import Membership, RegisterChange, Residency
from linli.register.queries.consents import agreed_among
from linli.register.queries.grounds import Ground
from linli.register.queries.relating import RELATION_NAMES
from linli.register.rules.birthdays import age_on

PAGE = 50
CHUNK = 1_000
_SHOWN_LAST = frozenset({"enrolled", "member", "has-phone", "has-id-number"})


@dataclass(frozen=True)
class Engine:
    """What answered, how long it took, and of what moment the answer is."""

    name: str  # live, snapshot
    milliseconds: float
    as_of: dt.datetime


@dataclass(frozen=True)
class Row:
    """One person at one home, as the purpose's columns have them."""

    resident_id: UUID
    cells: tuple[object, ...]


def columns_of(ground: Ground) -> tuple[str, ...]:
    """Name what may be shown for a purpose, in its own order; what only filters is left out."""
    return tuple(name for name in ground.purpose.attributes if name in ATTRIBUTES and name not in _SHOWN_LAST)


def count_of(ground: Ground, *, now: dt.datetime) -> tuple[int, Engine]:
    """Count the residents a question finds, and say what answered."""
    start = time.perf_counter()
    if ground.is_live:
        return live.count_live(ground.node, ground.asked), Engine("live", columns.milliseconds_since(start), now)
    path = _snapshot(ground)
    start = time.perf_counter()
    count = columns.count_columns(ground.node, ground.asked, path)
    return count, Engine("snapshot", columns.milliseconds_since(start), read_at(path))


def ids_of(ground: Ground, *, after: UUID | None = None, limit: int = PAGE) -> list[UUID]:
    """Give the next residents a question finds, by their ids."""
    if ground.is_live:
        return live.page_live(ground.node, ground.asked, after=after, limit=limit)
    return columns.page_columns(ground.node, ground.asked, _snapshot(ground), after=after, limit=limit)


def rows_of(ground: Ground, residents: Sequence[UUID], *, clear: bool) -> list[Row]:
    """Give one row for each resident whom the question still finds and who agreed where the purpose rests on that."""
    agreed = list(agreed_among(residents, ground.purpose))
    found = dict(reversed(live.still_found(ground.node, ground.asked, agreed)))  # the first home of each
    stays = Residency.objects.filter(pk__in=list(found.values())).select_related("resident").order_by("resident_id")
    names = columns_of(ground)
    shown = _Shown(ground, tuple(stays), clear=clear)
    return [Row(stay.resident_id, tuple(shown.value(name, stay) for name in names)) for stay in shown.stays]


def all_rows(ground: Ground, *, clear: bool) -> Iterator[list[Row]]:
    """Walk all residents a question finds, a thousand at a time."""
    after: UUID | None = None
    while chunk := ids_of(ground, after=after, limit=CHUNK):
        yield rows_of(ground, chunk, clear=clear)
        after = chunk[-1]


def sql_of(ground: Ground) -> tuple[str, Sql]:
    """Give the SQL that counts, and the engine it is for."""
    if ground.is_live:
        return "live", live.explained(ground.node, ground.asked)
    return "snapshot", columns.explained(ground.node, ground.asked)


def _snapshot(ground: Ground) -> Path:
    """Give a snapshot; one older than somebody's leaving a programme is refreshed first: a withdrawal counts at once."""
    path = fresh_snapshot()
    if "enrolled" in attributes_of(ground.node):
        since = int((read_at(path) - dt.timedelta(seconds=5)).timestamp() * 1000) << 80
        if RegisterChange.objects.filter(pk__gt=UUID(int=since), subject_kind="enrolment").exists():
            return fresh_snapshot(max_age=dt.timedelta(0))
    return path


class _Shown:
    """The values of a page's people, their homes and memberships looked up once."""

    def __init__(self, ground: Ground, stays: Sequence[Residency], *, clear: bool) -> None:
        self.stays, self._clear, self._today = stays, clear, ground.asked.today
        self._homes: Mapping[UUID, places.DwellingPlace] = {}
        self._addresses: Mapping[UUID, str] = {}
        self._members: Mapping[UUID, Membership] = {}
        wanted = set(columns_of(ground))
        homes = {stay.dwelling_id for stay in stays}
        if wanted & {"address", "dwelling-use", "dwelling-state"}:
            self._homes = {one.id: one for one in places.places_of_dwellings(dwelling_ids=homes)}
        if "address" in wanted:
            self._addresses = places.addresses_of(homes)
        if wanted & {"member-role", "member-since"} and ground.organisation:
            people = [stay.resident_id for stay in stays]
            own = Membership.objects.filter(organisation=ground.organisation, resident__in=people, until=None)
            self._members = {one.resident_id: one for one in own}
        self._sizes = _sizes(stays) if "household-size" in wanted else {}

    def value(self, name: str, stay: Residency) -> object:
        return _VALUES[name](self, stay)

    def name(self, stay: Residency) -> object:
        return stay.resident.name if self._clear else mask_name(stay.resident.name)

    def phone(self, stay: Residency) -> object:
        number = unseal(stay.resident.phone_sealed)
        return number if self._clear else mask_phone(number)

    def id_number(self, stay: Residency) -> object:
        number = unseal(stay.resident.id_number_sealed)
        return number if self._clear else mask_id_number(number)

    def born_on(self, stay: Residency) -> object:
        return stay.resident.born_on if self._clear else str(stay.resident.born_on.year)

    def age(self, stay: Residency) -> object:
        return age_on(stay.resident.born_on, self._today)

    def address(self, stay: Residency) -> object:
        whole, home = self._addresses.get(stay.dwelling_id, ""), self._homes.get(stay.dwelling_id)
        if self._clear or home is None:
            return whole
        return whole.removesuffix("室").removesuffix(home.unit_no) + "***"

    def use(self, stay: Residency) -> object:
        home = self._homes.get(stay.dwelling_id)
        return USES.get(home.use, "") if home else ""

    def state(self, stay: Residency) -> object:
        home = self._homes.get(stay.dwelling_id)
        return STATES.get(home.state, "") if home else ""

    def size(self, stay: Residency) -> object:
        return self._sizes.get(stay.household_id, 0)

    def role(self, stay: Residency) -> object:
        return self._members[stay.resident_id].role if stay.resident_id in self._members else ""

    def member_since(self, stay: Residency) -> object:
        return self._members[stay.resident_id].since if stay.resident_id in self._members else None


_VALUES: Mapping[str, Callable[[_Shown, Residency], object]] = MappingProxyType(
    {
        "name": _Shown.name, "phone": _Shown.phone, "id-number": _Shown.id_number, "born-on": _Shown.born_on,
        "age": _Shown.age, "address": _Shown.address, "dwelling-use": _Shown.use, "dwelling-state": _Shown.state,
        "household-size": _Shown.size, "member-role": _Shown.role, "member-since": _Shown.member_since,
        "sex": lambda _shown, stay: SEXES.get(stay.resident.sex, ""),
        "area": lambda _shown, stay: places.area_name(stay.area_code),
        "lives": lambda _shown, stay: stay.lives, "registered": lambda _shown, stay: stay.registered,
        "relation": lambda _shown, stay: RELATION_NAMES.get(stay.relation, ""), "since": lambda _shown, stay: stay.since,
        "alone": lambda shown, stay: stay.lives and shown.size(stay) == 1,
    }
)  # fmt: skip


def _sizes(stays: Sequence[Residency]) -> dict[UUID, int]:
    homes = {stay.household_id for stay in stays}
    living = Residency.objects.filter(household__in=homes, until=None, lives=True)
    alive = living.filter(resident__died_on=None, resident__merged_into=None)
    sizes: dict[UUID, int] = {}
    for home in alive.values_list("household_id", flat=True):
        sizes[home] = sizes.get(home, 0) + 1
    return sizes
