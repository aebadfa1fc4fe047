"""When phones are forgotten: 180 days after their last use; what was answered to their commands a year and a month later."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from linli.core.retention import Keys, Rule, every_field
from linli.fieldsync.models import Device, FieldCommand


def forget_conflicts_about(resident_ids: Collection[UUID]) -> int:
    """Delete what was told of edits to some people's records that stood in conflict; a repeat is told that it was applied."""
    records = [f"person:{pk}" for pk in resident_ids]
    told = FieldCommand.objects.filter(record__in=records).exclude(conflicts_sealed="")
    return told.update(conflicts_sealed="")


def _unused(before: dt.date) -> QuerySet[Device]:
    return Device.objects.filter(seen_on__lt=before)


def _answered(before: dt.date) -> QuerySet[FieldCommand]:
    return FieldCommand.objects.filter(applied_on__lt=before)


def _forget_devices(keys: Keys) -> None:
    """Forget phones with the manifests that hang on them."""
    Device.objects.filter(pk__in=keys).delete()


RULES: tuple[Rule, ...] = (
    Rule("fieldsync.Device", every_field("fieldsync.Device"), _unused, forget=_forget_devices),
    Rule("fieldsync.FieldCommand", every_field("fieldsync.FieldCommand"), _answered),
)
