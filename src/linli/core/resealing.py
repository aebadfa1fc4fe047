"""Sealed values everywhere in the store, found by declaration and by name, sealed anew with the newest key in short transactions.

It may be stopped and run again at any moment: what the newest key has sealed is passed over.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db import transaction
from django.db.models import Model, QuerySet

from linli.core.bulk import update_rows
from linli.core.personal_data import Rest, personal_fields
from linli.core.secrets import SealBroken, is_sealed, seal, sealed_anew_start, unseal

BATCH = 500
SUFFIX = "_sealed"


@dataclass(frozen=True)
class SealedField:
    """A column of sealed values."""

    model: type[Model]
    field: str

    def __str__(self) -> str:
        return f"{self.model._meta.label}.{self.field}"


@dataclass
class Resealed:
    """How many values were sealed anew, and how many no key at hand opens."""

    done: int = 0
    broken: int = 0

    def add(self, other: "Resealed") -> None:
        """Count on."""
        self.done, self.broken = self.done + other.done, self.broken + other.broken


def sealed_fields() -> Sequence[SealedField]:
    """List every sealed column of every room: those declared as sealed, and those named so."""
    declared = {
        (label, name)
        for label, fields in personal_fields().items()
        for name, personal in fields.items()
        if personal.rest is Rest.SEALED
    }
    named = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name.endswith(SUFFIX)
    }
    return tuple(SealedField(apps.get_model(label), name) for label, name in sorted(declared | named))


def left_under_old_keys(place: SealedField) -> int:
    """Count the values of a column that the newest key has not sealed."""
    return _waiting(place).count()


def reseal_field(place: SealedField) -> Iterator[Resealed]:
    """Seal a column anew, batch by batch; each batch is stored before the next begins."""
    last: object = None
    while True:
        with transaction.atomic():
            found = _batch(place, last)
            if not found:
                return
            last = found[-1][0]
            yield _stored(place, found)


def reseal_within(value: object, count: Resealed) -> object:
    """Seal anew every sealed text within a JSON value."""
    if isinstance(value, dict):
        return {key: reseal_within(one, count) for key, one in value.items()}
    if isinstance(value, list):
        return [reseal_within(one, count) for one in value]
    if not isinstance(value, str) or not is_sealed(value) or value.startswith(sealed_anew_start()):
        return value
    return resealed(value, count)


def resealed(token: str, count: Resealed) -> str:
    """Seal one value anew; one that no key opens stays as it is and is counted."""
    try:
        anew = seal(unseal(token))
    except SealBroken:
        count.broken += 1
        return token
    count.done += 1
    return anew


def _stored(place: SealedField, found: Sequence[tuple[object, str]]) -> Resealed:
    count = Resealed()
    rows = [(pk, resealed(token, count)) for pk, token in found]
    key = place.model._meta.pk.attname
    update_rows(place.model, (key, place.field), rows)
    return count


def _batch(place: SealedField, last: object) -> list[tuple[object, str]]:
    """Lock the next rows, so that nobody's change is written over."""
    rows = _waiting(place).order_by("pk")
    if last is not None:
        rows = rows.filter(pk__gt=last)
    return list(rows.select_for_update(of=("self",)).values_list("pk", place.field)[:BATCH])


def _waiting(place: SealedField) -> QuerySet[Model]:
    rows: QuerySet[Model] = place.model._base_manager.exclude(**{place.field: ""})
    return rows.exclude(**{f"{place.field}__startswith": sealed_anew_start()})
