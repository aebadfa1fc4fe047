"""Who answers for a kind at a place, with the rule that says so: ruling, component, shift, duty, and at last the place.

Component 先属主后属地, event 先地后属主; no owner, and the local area takes it: no case is ever without an owner.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.cases.catalogue import KindDeclaration
from linli.cases.catalogue.shapes import OwnerRule
from linli.cases.models import Case, Ruling
from linli.cases.queries.kinds import catalogue
from linli.cases.rules.repeats import REPEATS
from linli.places import queries as places
from linli.places.queries import ComponentFacts
from linli.staff import queries as staff
from linli.staff.queries import Moment, UnitRow

COMPONENT_WITHIN_M = 15.0
Point = tuple[float, float]
Found = tuple[UnitRow, str]


@dataclass(frozen=True)
class Owner:
    """The unit proposed for a case and why; `rule` is the stable name of what decided, `sentence` says it to people."""

    unit_code: str
    unit_name: str
    rule: str
    component_code: str = ""

    @property
    def sentence(self) -> str:
        """The rule in words."""
        return rule_said(self.rule, self.unit_name)


@dataclass(frozen=True)
class Remembered:
    """A ruling, as far as proposing a unit needs it."""

    area_code: str
    unit_code: str


def owner_for(
    kind: KindDeclaration,
    area_code: str,
    *,
    at: dt.datetime | None = None,
    point: Point | None = None,
    component_code: str = "",
    leaving_out: frozenset[str] = frozenset(),
) -> Owner | None:
    """Find the unit that answers for a kind at a place and time; None only outside every street and community.

    A remembered ruling comes first; then, where the owner of a thing is asked first, who maintains, owns or is in charge of
    the component; then who has the shift, who has the duty, and who is there for the place.
    """
    component = _component(kind, point, component_code)
    code = component.code if component else ""
    for unit, rule in _candidates(kind, area_code, at, component):
        if unit.code not in leaving_out:
            return Owner(unit.code, unit.name, rule, code)
    return None


def owner_of(
    case: Case, kind: KindDeclaration, *, at: dt.datetime | None = None, leaving_out: frozenset[str] = frozenset()
) -> Owner | None:
    """Find the unit that answers for a case, by its place, its point and its component; without those that returned it."""
    lon, lat = case.lon_cgcs2000, case.lat_cgcs2000
    point = (lon, lat) if lon is not None and lat is not None else None
    return owner_for(
        _answering(case, kind), case.area_code, at=at, point=point, component_code=case.component_code,
        leaving_out=leaving_out,
    )  # fmt: skip


def _answering(case: Case, kind: KindDeclaration) -> KindDeclaration:
    """The cause of repeats is for whoever answers for what repeats there."""
    if case.source != REPEATS or not case.source_key:
        return kind
    repeating = Case.objects.filter(pk=case.source_key).values_list("kind_code", flat=True).first()
    return catalogue().kinds.get(repeating or "", kind)


def ruling_rule(kind_code: str, area_code: str) -> str:
    """Name the rule that a ruling is."""
    return f"{_RULING}{kind_code}@{area_code}"


def _candidates(
    kind: KindDeclaration, area_code: str, at: dt.datetime | None, component: ComponentFacts | None
) -> Iterator[Found]:
    """Walk those who may answer, in the order in which they are asked."""
    yield from _by_ruling(kind.code, area_code)
    owner_first = kind.owner_rule is OwnerRule.OWNER_FIRST
    if owner_first and component:
        yield from _by_component(component)
    yield from _by_duty(kind.duty, area_code, at)
    if not owner_first and component:
        yield from _by_component(component)
    for local in staff.local_units(area_code):
        yield local, f"{_PLACE}{kind.duty}@{local.area_code}"


def _by_ruling(kind_code: str, area_code: str) -> Iterator[Found]:
    for ruling in _rulings().get(kind_code, ()):
        if area_code.startswith(ruling.area_code) and (unit := staff.known_unit(ruling.unit_code)):
            yield unit, ruling_rule(kind_code, ruling.area_code)


def _by_component(component: ComponentFacts) -> Iterator[Found]:
    for part, named in component.responsible:
        if (unit := staff.known_unit(named)) is not None:
            yield unit, f"{_COMPONENT}{component.code}:{part}"


def _by_duty(duty: str, area_code: str, at: dt.datetime | None) -> Iterator[Found]:
    calendar = catalogue().calendar
    when = Moment(at.astimezone(calendar.zone), calendar.is_working_day) if at else None
    found = staff.unit_for_duty(duty, area_code, when=when)
    if found is not None and (unit := staff.known_unit(found.unit_code)):
        yield unit, found.rule


def _component(kind: KindDeclaration, point: Point | None, component_code: str) -> ComponentFacts | None:
    """Find the component a case is about: the one named, unless it is of another class, else the nearest of the kind's."""
    named = places.component_with_code(component_code) if component_code else None
    if named is not None and kind.component_class in {None, named.class_code}:
        return named
    if not kind.component_class or point is None:
        return None
    near = places.nearest_component(*point, class_code=kind.component_class, within_m=COMPONENT_WITHIN_M)
    return near.component if near else None


_kept: tuple[int, Mapping[str, tuple[Remembered, ...]]] = (0, {})


def _rulings() -> Mapping[str, tuple[Remembered, ...]]:
    """Give the rulings in force by kind, the longest area first and then the newest; kept as long as units and duties are."""
    global _kept
    mark = staff.book_mark()
    if _kept[0] != mark:
        _kept = (mark, _read_rulings())
    return _kept[1]


def _read_rulings() -> Mapping[str, tuple[Remembered, ...]]:
    rows = Ruling.objects.filter(ended_at=None).order_by("-at").values_list("kind_code", "area_code", "unit_code")
    found: dict[str, list[Remembered]] = {}
    for kind_code, area_code, unit_code in rows:
        found.setdefault(kind_code, []).append(Remembered(area_code, unit_code))
    return {kind: tuple(sorted(those, key=lambda one: -len(one.area_code))) for kind, those in found.items()}


_RULING, _COMPONENT, _PLACE = "ruling:", "component:", "place:"


def is_rule(text: str) -> bool:
    """Say whether a text is the stable name of a rule, as a task and a dispatch's note keep it."""
    if text.startswith((_RULING, _COMPONENT, _PLACE)):
        return True
    duty, at, rest = text.partition("@")
    prefix = rest.partition("#")[0]
    return bool(at) and (not prefix or prefix.isdigit()) and duty in catalogue().duties


def rule_said(rule: str, unit: str) -> str:
    """Say why a unit is the one: a ruling, the component's record, a shift, its duty, or the place."""
    said: dict[str, object] = {"unit": unit}
    if rule.startswith(_COMPONENT):
        code, _colon, part = rule.removeprefix(_COMPONENT).partition(":")
        return _component_said(part) % (said | {"component": code})
    what, _at, rest = rule.removeprefix(_RULING).removeprefix(_PLACE).partition("@")
    prefix, _hash, shift = rest.partition("#")
    said |= {"area": places.area_name(prefix)}
    if rule.startswith(_RULING):
        kind = catalogue().kinds.get(what)
        return _("“%(kind)s”在%(area)s的责任已裁定给%(unit)s") % (said | {"kind": kind.name if kind else what})
    duty = catalogue().duties.get(what)
    said |= {"duty": duty.name if duty else what, "shift": shift_said(shift)}
    if rule.startswith(_PLACE):
        return _("“%(duty)s”在这里没有别的责任单位，由属地%(unit)s先接办") % said
    return _duty_said(prefix, shift) % said


def shift_said(shift: str) -> str:
    """Say a shift in words: which days, which hours."""
    days, _space, hours = shift.partition(" ")
    if ":" in days:
        days, hours = "", days
    named = {"working": _("工作日"), "off": _("休息日")}.get(days) or "、".join(_weekday(day) for day in days)
    return f"{named} {hours}".strip()


def _component_said(part: str) -> str:
    if part == "care":
        return _("部件 %(component)s 的养护单位是%(unit)s")
    if part == "owner":
        return _("部件 %(component)s 的权属单位是%(unit)s")
    return _("部件 %(component)s 的主管单位是%(unit)s")


def _duty_said(prefix: str, shift: str) -> str:
    if shift:
        return _("“%(duty)s”在%(area)s的%(shift)s班次由%(unit)s值守")
    if not prefix:
        return _("“%(duty)s”由%(unit)s负责")
    return _("“%(duty)s”在%(area)s由%(unit)s负责")


def _weekday(day: str) -> str:
    names = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
    return names[int(day) - 1]
