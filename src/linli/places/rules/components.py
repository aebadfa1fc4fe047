"""Codes, states and drafts of components (部件): covers, lamps, poles, signs, trees and benches that somebody looks after.

A code has 16 digits: division, major class, minor class, serial. Cities cut them differently (6+2+2+6, or 6+2+3+5 with
local classes from 080 up), so the layout is a setting. The public sample of a record names three units: in charge (主管),
owning (权属) and maintaining (养护).
"""

import datetime as dt
from dataclasses import dataclass, fields
from enum import StrEnum

from linli.places import errors

COMPONENT_DIGITS = 16
LONGEST_NOTE = 400


class ComponentState(StrEnum):
    """In which state a component was found: 完好, 破损, 丢失, 废弃."""

    INTACT = "intact"
    DAMAGED = "damaged"
    LOST = "lost"
    ABANDONED = "abandoned"


class PositionClass(StrEnum):
    """How exactly a component was surveyed: ±0.5 m, ±1.0 m, ±10.0 m."""

    A = "A"
    B = "B"
    C = "C"


POSITION_WITHIN_M = {PositionClass.A: 0.5, PositionClass.B: 1.0, PositionClass.C: 10.0}


@dataclass(frozen=True)
class CodeLayout:
    """How many digits of a component's code are division, major class, minor class and serial."""

    division: int = 6
    major: int = 2
    minor: int = 2
    serial: int = 6

    @property
    def digits(self) -> int:
        """The length of a whole code."""
        return self.division + self.major + self.minor + self.serial

    def class_of(self, code: str) -> str:
        """Cut the class (major and minor) out of a code."""
        return code[self.division : self.division + self.major + self.minor]


@dataclass(frozen=True)
class ComponentDraft:
    """A component as a file or a person gives it; the point is CGCS2000. Units stand as codes."""

    code: str
    name: str
    lon_cgcs2000: float
    lat_cgcs2000: float
    state: ComponentState = ComponentState.INTACT
    charge_unit: str = ""
    owner_unit: str = ""
    care_unit: str = ""
    position_class: str = ""
    address: str = ""
    source: str = ""
    recorded_on: dt.date | None = None
    changed_on: dt.date | None = None
    note: str = ""


DRAFT_FIELDS = tuple(field.name for field in fields(ComponentDraft))


def read_layout(text: str) -> CodeLayout:
    """Read a layout such as `6+2+2+6`: four lengths that make 16 digits, a division of 6 at least."""
    parts = text.split("+")
    if len(parts) != 4 or not all(part.isascii() and part.isdigit() and int(part) for part in parts):
        raise errors.ComponentLayoutWrong(field="layout", layout=text)
    layout = CodeLayout(*map(int, parts))
    if layout.digits != COMPONENT_DIGITS or layout.division not in {6, 9, 12}:
        raise errors.ComponentLayoutWrong(field="layout", layout=text)
    return layout


def check_component(draft: ComponentDraft, *, layout: CodeLayout) -> None:
    """Refuse a component without a whole code, a name, or a point on earth."""
    if not (draft.code.isascii() and draft.code.isdigit() and len(draft.code) == layout.digits):
        raise errors.ComponentCodeWrong(field="code", component=draft.code, digits=layout.digits)
    if not draft.name.strip():
        raise errors.ComponentNameMissing(field="name", component=draft.code)
    if not (-180 <= draft.lon_cgcs2000 <= 180 and -90 <= draft.lat_cgcs2000 <= 90):
        raise errors.NotDegrees(field="lon")
    if draft.position_class not in {"", *PositionClass}:
        raise errors.PositionClassWrong(field="position_class", given=draft.position_class)
    if draft.recorded_on and draft.changed_on and draft.changed_on < draft.recorded_on:
        raise errors.ComponentDatesBackwards(field="changed_on")


def check_class_code(class_code: str, *, layout: CodeLayout) -> None:
    """Refuse a class of components that no code of this layout can name."""
    if not (class_code.isascii() and class_code.isdigit() and len(class_code) == layout.major + layout.minor):
        raise errors.ComponentClassWrong(field="class", given=class_code, digits=layout.major + layout.minor)


def responsible_units(*, charge_unit: str, owner_unit: str, care_unit: str) -> tuple[tuple[str, str], ...]:
    """List who is asked first about a component: who maintains it, who owns it, who is in charge of it (先属主后属地)."""
    asked = (("care", care_unit), ("owner", owner_unit), ("charge", charge_unit))
    return tuple((part, unit) for part, unit in asked if unit)
