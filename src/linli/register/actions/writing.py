"""The book of one command: every row it stores, changes or takes out is written down with what stood before.

Values are kept as people know them (an ID number, a phone), sealed together: never a sealed value inside a sealed one, so
that rotating keys has one place to go to.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Model

from linli.core.secrets import keyed_hash, seal, unseal
from linli.core.statements import insert_row, update_row
from linli.register import rules
from linli.register.actions.recording import Change, keep
from linli.register.models import (
    Consent,
    Contact,
    Disclosure,
    Enrolment,
    Guardianship,
    Household,
    Membership,
    Residency,
    Resident,
    Statement,
)
from linli.staff.rules import Command

KINDS: Mapping[str, type[Model]] = {
    "resident": Resident,
    "household": Household,
    "residency": Residency,
    "contact": Contact,
    "guardianship": Guardianship,
    "membership": Membership,
    "enrolment": Enrolment,
    "consent": Consent,
    "disclosure": Disclosure,
    "statement": Statement,
}
_SPAN = ("since", "until")
_ROWS: Mapping[str, tuple[str, ...]] = {
    "resident": ("name", "sex", "born_on", "id_number", "phone", "account_id", "died_on", "merged_into", "source"),
    "household": ("area_code", "dwelling_id", "head_id", *_SPAN),
    "residency": ("area_code", "resident_id", "household_id", "dwelling_id", "lives", "registered", "relation", *_SPAN),
    "contact": ("resident_id", "name", "phone", "relation", *_SPAN),
    "guardianship": ("ward_id", "guardian_id", "name", "phone", "relation", "basis", *_SPAN),
    "statement": ("resident_id", "field", "source", "state"),  # its value lies sealed in the row itself
}
_KIND_OF = {model: kind for kind, model in KINDS.items()}
_WHOM = {"contact": "resident_id", "guardianship": "ward_id", "resident": "pk", "household": ""}


@dataclass
class Book:
    """What one command writes, in order; close it last."""

    command: Command
    area_code: str = ""
    changes: list[Change] = field(default_factory=list)

    def add(self, row: Model, act: str) -> None:
        """Store a new row."""
        insert_row(row)
        self._note(row, act, {}, plain_values(row, _ROWS[_KIND_OF[type(row)]]))

    def change(self, row: Model, act: str, **values: object) -> bool:
        """Give a row other values; say whether anything differs."""
        before = plain_values(row, values)
        new = {name: value for name, value in values.items() if before[name] != value}
        if not new:
            return False
        set_values(row, new)
        self._note(row, act, {name: before[name] for name in new}, new)
        return True

    def hand_on(self, rows: Sequence[Model], act: str, **values: object) -> None:
        """Give many rows of one model the same plain values at once."""
        for row in rows:
            before = plain_values(row, values)
            for name, value in values.items():
                setattr(row, name, value)
            self._note(row, act, before, values)
        for model in {type(row) for row in rows}:
            model._default_manager.filter(pk__in=[row.pk for row in rows]).update(**values)

    def mark(self, row: Model, act: str) -> None:
        """Note something of a row whose own values stay: that it was split, that somebody was born into it."""
        self._note(row, act, {}, {})

    def take_out(self, row: Model, act: str) -> None:
        """Take a row out again: only an undo does so."""
        before = plain_values(row, _ROWS[_KIND_OF[type(row)]])
        self._note(row, act, before, {})
        row.delete()

    def close(self, *, on: dt.date | None = None, source: str = "", reason: str = "") -> None:
        """Keep all of it in the history and in the log."""
        keep(self.command, *self.changes, on=on, source=source, reason=reason)
        self.changes.clear()

    def _note(self, row: Model, act: str, before: Mapping[str, object], after: Mapping[str, object]) -> None:
        kind = _KIND_OF[type(row)]
        whom = _WHOM.get(kind, "resident_id")
        self.changes.append(
            Change(
                kind, row.pk, act, before, after, area_code=getattr(row, "area_code", "") or self.area_code,
                resident_id=getattr(row, whom) if whom else None,
                household_id=row.pk if kind == "household" else getattr(row, "household_id", None),
            )
        )  # fmt: skip


def plain_values(row: Model, names: Sequence[str] | Mapping[str, object]) -> dict[str, object]:
    """Give values of a row as people know them."""
    return {name: _plain(row, name) for name in names}


def set_values(row: Model, values: Mapping[str, object]) -> None:
    """Store other values of a row, sealed and hashed where they are kept so; a resident's or household's version goes up."""
    columns: list[str] = []
    for name, value in values.items():
        columns += _set(row, name, value)
    if isinstance(row, (Resident, Household)):
        row.version += 1
        columns.append("version")
    update_row(row, columns)


def is_sealed(row: Model, name: str) -> bool:
    """Say whether a value is kept sealed."""
    return hasattr(row, f"{name}_sealed")


def _plain(row: Model, name: str) -> object:
    if is_sealed(row, name):
        return unseal(getattr(row, f"{name}_sealed"))
    return getattr(row, name)


def _set(row: Model, name: str, value: object) -> list[str]:
    """Set one value; say which columns changed with it."""
    if is_sealed(row, name):
        setattr(row, f"{name}_sealed", seal(str(value)))
        if not hasattr(row, f"{name}_hash"):
            return [f"{name}_sealed"]
        setattr(row, f"{name}_hash", keyed_hash(str(value)))
        return [f"{name}_sealed", f"{name}_hash"]
    setattr(row, name, value)
    if name == "name" and isinstance(row, Resident):
        row.name_key = rules.name_key(row.name)
        return ["name", "name_key"]
    return [name]
