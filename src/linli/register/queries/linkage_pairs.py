"""One pair side by side: what the list says, what the register says as far as it agrees, what each comparison weighs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from uuid import UUID

from linli.core.secrets import mask_id_number, mask_name, mask_phone, unseal
from linli.places import queries as places
from linli.register.linking.normalising import plain_id_number, said_by
from linli.register.linking.weighing import COMPARISONS
from linli.register.models import LinkagePair, Residency, Resident
from linli.register.queries.linkages import said_in

HIDDEN = "○"


@dataclass(frozen=True)
class ComparedField:
    """One field of a pair: both values, masked, and how they compare."""

    name: str
    said: str
    known: str
    level: str  # '' where one does not say
    bits: float
    differs_at: tuple[int, ...] = ()  # which characters of an ID number differ, counted from one


@dataclass(frozen=True)
class Standing:
    """How somebody stands in the register today."""

    area_code: str = ""
    state: str = ""  # lives, registered, left, died
    address: str = ""


@dataclass(frozen=True)
class Compared:
    """A pair as the page shows it."""

    fields: Sequence[ComparedField]
    steps: Sequence[tuple[str, str, float]]  # of the waterfall: comparison, level, bits
    standing: Standing


def compare(pair: LinkagePair) -> Compared:
    """Put a pair side by side; of the register only what the list says as well is shown."""
    resident = Resident.objects.get(pk=pair.resident_id or UUID(int=0))
    home = standing_of([resident])[resident.pk]
    said = _said(pair)
    parts = {name: (level, float(bits)) for name, level, bits in pair.parts}
    fields = tuple(_field(name, said, resident, home, parts.get(name, ("", 0.0))) for name in COMPARISONS)
    if pair.left_id is not None:  # the other side is somebody of the register too: masked alike
        fields = tuple(_masked(one, said, resident) for one in fields)
    steps = tuple((name, level, float(bits)) for name, level, bits in pair.parts)
    return Compared(fields, steps, home)


def standing_of(residents: Sequence[Resident]) -> dict[UUID, Standing]:
    """Say how residents stand in the register: where, and whether they live there, have left or died; two queries."""
    nearest: dict[UUID, Residency] = {}
    for row in Residency.objects.filter(resident_id__in=[one.pk for one in residents]).order_by("since", "id"):
        before = nearest.get(row.resident_id)
        if before is None or _nearness(row) >= _nearness(before):
            nearest[row.resident_id] = row
    written = places.addresses_of({row.dwelling_id for row in nearest.values()})
    return {one.pk: _standing(one, nearest.get(one.pk), written) for one in residents}


def _nearness(row: Residency) -> tuple[bool, bool]:
    return row.until is None, row.lives


def _standing(resident: Resident, home: Residency | None, written: Mapping[UUID, str]) -> Standing:
    if home is None:
        return Standing()
    state = "left" if home.until else "lives" if home.lives else "registered"
    state = "died" if resident.died_on else state
    return Standing(home.area_code, state, written.get(home.dwelling_id, ""))


def _said(pair: LinkagePair) -> dict[str, str]:
    """Give what the left side says: a row of the list or, within the register, the other record."""
    if pair.left_id is None:
        return said_in(pair)
    other = Resident.objects.get(pk=pair.left_id)
    home = standing_of([other])[other.pk]
    return {
        "name": other.name, "id_number": unseal(other.id_number_sealed), "born_on": f"{other.born_on:%Y-%m-%d}",
        "sex": other.sex, "phone": unseal(other.phone_sealed), "address": home.address,
    }  # fmt: skip


def _field(
    name: str, said: Mapping[str, str], resident: Resident, home: Standing, part: tuple[str, float]
) -> ComparedField:
    level, bits = part
    plain = said_by(dict(said))
    if name == "name":
        known = _agreeing(plain.name, resident.name)
        return ComparedField(name, said.get("name", ""), known, level, bits)
    if name == "born_on":
        known = _born(plain.born_on, f"{resident.born_on:%Y%m%d}")
        return ComparedField(name, said.get("born_on", "") or _dashed(plain.born_on), known, level, bits)
    if name == "sex":
        return ComparedField(name, plain.sex, resident.sex, level, bits)
    if name == "address":
        known = home.address if level in {"exact", "numbers"} else ""
        return ComparedField(name, said.get("address", ""), known, level, bits)
    return _numbered(name, said, resident, level, bits)


def _masked(field: ComparedField, said: Mapping[str, str], resident: Resident) -> ComparedField:
    plain = said_by(dict(said))
    shown = {
        "name": _agreeing(resident.name, plain.name),
        "born_on": _born(f"{resident.born_on:%Y%m%d}", plain.born_on),
        "address": field.said if field.level in {"exact", "numbers"} else "",
    }
    return replace(field, said=shown.get(field.name, field.said))


def _numbered(name: str, said: Mapping[str, str], resident: Resident, level: str, bits: float) -> ComparedField:
    if name == "phone":
        known = mask_phone(unseal(resident.phone_sealed))
        return ComparedField(name, mask_phone(said_by(dict(said)).phone), known, level, bits)
    given, kept = plain_id_number(said.get("id_number", "")), unseal(resident.id_number_sealed)
    slips = tuple(_differing(given, kept)) if level == "one-typo" else ()
    return ComparedField(name, mask_id_number(given), mask_id_number(kept), level, bits, slips)


def _agreeing(said: str, known: str) -> str:
    """Show of the register's name the characters that the list says too; surnames are shown as in every list."""
    if not said:
        return mask_name(known)
    shown = (one if one == other else HIDDEN for one, other in zip_longest(known, said[: len(known)]))
    return known[:1] + "".join(shown)[1:]


def _born(said: str, known: str) -> str:
    """Show of a birth date the parts that the list says too."""
    cuts = ((0, 4), (4, 6), (6, 8))
    shown = (known[a:b] if known[a:b] == said[a:b] else HIDDEN * (b - a) for a, b in cuts)
    return "-".join(shown)


def _dashed(date: str) -> str:
    return f"{date[:4]}-{date[4:6]}-{date[6:]}" if date else ""


def _differing(said: str, known: str) -> Iterator[int]:
    if len(said) == len(known):
        yield from (place for place, (one, other) in enumerate(zip(said, known, strict=True), start=1) if one != other)
