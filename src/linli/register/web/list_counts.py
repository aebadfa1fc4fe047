"""Pages of counts: ages as a pyramid, the children who begin school, the profile of an area; each as Excel too."""

import io
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.core.file_answers import file_answer
from linli.places import queries as places
from linli.places.queries.facilities import facility_class_name
from linli.register.actions.telling_counts import tell_ages, tell_profile, tell_schools
from linli.register.catalogue import declared
from linli.register.exports.count_workbooks import (
    about_hidden,
    stage_name,
    told,
    write_ages,
    write_rows,
    write_schools,
)
from linli.register.queries.ages import GROUPS, AgesTable, SchoolsTable, rows_of
from linli.register.queries.profiles import Around, Profile
from linli.register.queries.seeing import scopes_of_counts
from linli.register.web.list_choosing import COUNTING, areas_to_choose, asked_area, tabs
from linli.register.wording import STATE_NAMES, USE_NAMES, named
from linli.staff.queries import ROLE_NAMES
from linli.staff.web.access import StaffRequest, needs

LEAST_MEAN = 2  # grids


@dataclass(frozen=True)
class Line:
    """A row of a table: its name, its cells, and where it leads."""

    name: str
    cells: tuple[int | str, ...]
    code: str = ""


@never_cache
@require_safe
@needs(*COUNTING)
def ages(request: StaffRequest) -> HttpResponse:
    table = tell_ages(request.actor, area_code=_area(request), at=timezone.now())
    context = {
        "table": table,
        "pyramid": _pyramid(table),
        "rows": [Line(code, tuple(map(told, counts))) for code, *counts in rows_of(table)],
        "total": told(table.total),
        "groups": list(GROUPS),
        "parts": [Line(one.name, tuple(map(told, (one.total, *one.groups))), one.code) for one in table.parts],
    }
    return _page(request, "ages", table.area_code, is_published=table.is_published, context=context)


@never_cache
@require_safe
@needs(*COUNTING)
def ages_workbook(request: StaffRequest) -> HttpResponse:
    table, out = tell_ages(request.actor, area_code=_area(request), at=timezone.now()), io.BytesIO()
    write_ages(table, out)
    return file_answer(out.getvalue(), name=f"ages-{table.area_code}-{table.on}.xlsx")


@never_cache
@require_safe
@needs(*COUNTING)
def schools(request: StaffRequest) -> HttpResponse:
    table = tell_schools(request.actor, area_code=_area(request), at=timezone.now())
    context = {
        "table": table,
        "stages": _stages(table),
        "years": [one.year for one in table.years],
        "parts": [Line(one.name, tuple(map(told, one.counts)), one.code) for one in table.parts],
        "total": [told(count) for count in table.total],
        "chart": _school_chart(table),
        "day": _("%(month)s 月 %(day)s 日") % {"month": table.day[0], "day": table.day[1]},
    }
    return _page(request, "schools", table.area_code, is_published=table.is_published, context=context)


@never_cache
@require_safe
@needs(*COUNTING)
def schools_workbook(request: StaffRequest) -> HttpResponse:
    table, out = tell_schools(request.actor, area_code=_area(request), at=timezone.now()), io.BytesIO()
    write_schools(table, out)
    return file_answer(out.getvalue(), name=f"schools-{table.area_code}.xlsx")


@never_cache
@require_safe
@needs(*COUNTING)
def profile(request: StaffRequest, area_code: str = "") -> HttpResponse:
    found = tell_profile(request.actor, area_code=area_code or _area(request), at=timezone.now())
    people = found.people
    context = {
        "found": found,
        "people": [(name, told(count)) for name, count in _people(found)],
        "households": told(people.households),
        "living": told(people.living),
        "parts": [Line(one.name, (told(one.households), told(one.living)), one.code) for one in found.parts],
        "groups": _groups(found),
        "checks": [(_check_names()[one.name], one) for one in found.checks],
        "layers": "grids communities streets" + (" buildings" if len(found.area_code) >= 9 else ""),
        "geojson_url": f"/map/layers/{{name}}.geojson?under={found.area_code}",
    }
    return _page(request, "profile", found.area_code, is_published=found.is_published, context=context)


@never_cache
@require_safe
@needs(*COUNTING)
def profile_workbook(request: StaffRequest) -> HttpResponse:
    found, out = tell_profile(request.actor, area_code=_area(request), at=timezone.now()), io.BytesIO()
    rows: list[tuple[str, object]] = [(name, told(count)) for name, count in _people(found)]
    rows += [(f"{title} · {name}", count) for title, lines in _groups(found) for name, count in lines]
    rows += [(f"{one.name}", told(one.living)) for one in found.parts]
    rows += [(_check_names()[one.name], f"{one.counted} / {one.expected}") for one in found.checks]
    write_rows(_("%(area)s概况") % {"area": found.area_name}, [*rows, (about_hidden(), "")], out)
    return file_answer(out.getvalue(), name=f"profile-{found.area_code}.xlsx")


def _area(request: StaffRequest) -> str:
    return places.describe(asked_area(request, scopes_of_counts(request.actor))).code


def _page(
    request: StaffRequest, name: str, area: str, *, is_published: bool, context: dict[str, object]
) -> HttpResponse:
    shared = {
        "tabs": tabs(request.actor, at=name),
        "areas": areas_to_choose(scopes_of_counts(request.actor)),
        "area": area,
        "area_name": places.area_name(area),
        "is_published": is_published,
        "about_hidden": about_hidden(),
    }
    return render(request, f"register/{name}.html", {**shared, **context})


def _pyramid(table: AgesTable) -> dict[str, object]:
    return {
        "kind": "pyramid",
        "title": _("%(area)s年龄构成") % {"area": table.area_name},
        "labels": [row.band.code for row in table.rows],
        "series": [
            {"name": _("女"), "values": [row.female for row in table.rows]},
            {"name": _("男"), "values": [row.male for row in table.rows]},
        ],
    }


def _school_chart(table: SchoolsTable) -> dict[str, object]:
    years = sorted({one.year for one in table.years})
    counts = {(one.stage, one.year): count for one, count in zip(table.years, table.total, strict=True)}
    return {
        "kind": "line",
        "title": _("%(area)s学龄人数") % {"area": table.area_name},
        "whole": True,
        "labels": [str(year) for year in years],
        "series": [
            {"name": stage_name(stage), "values": [counts.get((stage, year)) for year in years]}
            for stage in dict.fromkeys(one.stage for one in table.years)
        ],
    }


def _stages(table: SchoolsTable) -> list[tuple[str, int]]:
    """Name each stage with how many years it has: the upper line of the table's head."""
    stages = [one.stage for one in table.years]
    return [(stage_name(stage), stages.count(stage)) for stage in dict.fromkeys(stages)]


def _people(found: Profile) -> list[tuple[str, int | None]]:
    people = found.people
    return [
        (_("家庭户"), people.households),
        (_("常住人口"), people.living),
        (_("其中户籍在本地"), people.home),
        (_("其中户籍在外地"), people.guest),
        (_("户籍在本地、居住在外"), people.away),
    ]


def _groups(found: Profile) -> list[tuple[str, list[tuple[str, int | str]]]]:
    around, kinds = found.around, declared().organisations
    return [
        (_("区域和房屋"), _ground(around)),
        (_("每格平均"), _each_grid(found)),
        (_("户室用途"), [(named(USE_NAMES, code), count) for code, count in sorted(around.dwelling_uses.items())]),
        (_("户室状态"), [(named(STATE_NAMES, code), count) for code, count in sorted(around.dwelling_states.items())]),
        (_("设施"), [(facility_class_name(code), count) for code, count in sorted(around.facilities.items())]),
        (_("单位"), [
            (str(kinds[code].name) if code in kinds else code, count) for code, count in sorted(around.organisations.items())
        ]),
        (_("工作人员"), [(str(ROLE_NAMES[role]), count) for role, count in sorted(around.staff.items())]),
    ]  # fmt: skip


def _ground(around: Around) -> list[tuple[str, int | str]]:
    counted = around.places
    size = [] if around.area_km2 is None else [(_("面积（平方公里）"), f"{around.area_km2:.2f}")]
    return [
        *size, (_("社区"), counted.communities), (_("网格"), counted.grids), (_("小区"), counted.compounds),
        (_("楼栋"), counted.buildings), (_("户室"), counted.dwellings), (_("部件"), around.components),
    ]  # fmt: skip


def _each_grid(found: Profile) -> list[tuple[str, int | str]]:
    """Tell the means of a grid, of counts that are told; a mean over one grid would be its own count."""
    grids, people = found.around.places.grids, found.people
    if grids < LEAST_MEAN:
        return []
    told_ones = ((_("户数"), people.households), (_("人数"), people.living))
    return [(name, round(count / grids)) for name, count in told_ones if count is not None]


def _check_names() -> dict[str, str]:
    return {
        "parts": _("各下级区域的常住人口相加，等于全区域"),
        "once": _("常住人口没有一人登记在两处居住"),
        "lived-in": _("每一户都有成员"),
        "dwelling-uses": _("各用途的户室相加，等于户室总数"),
        "dwelling-states": _("各状态的户室相加，等于户室总数"),
    }
