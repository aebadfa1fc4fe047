"""The calendar of deadlines: how much runs out on each day of a month or a week, and the cases of one day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.cases.queries.deadlines import DeadlineDay, Limit, cases_due_on, deadline_days
from linli.cases.web.desk_list import is_fragment
from linli.cases.web.rows import row_views
from linli.staff.rules import Permission
from linli.staff.web.access import StaffRequest, needs

LIMIT_NAMES = {Limit.STAGE: _("本环节"), Limit.UNIT: _("责任单位处置"), Limit.RESIDENT: _("答复居民")}
CODES = {"stage": Limit.STAGE, "unit": Limit.UNIT, "resident": Limit.RESIDENT}
WEEKDAYS = (
    pgettext_lazy("weekday", "一"), pgettext_lazy("weekday", "二"), pgettext_lazy("weekday", "三"), pgettext_lazy("weekday", "四"),
    pgettext_lazy("weekday", "五"), pgettext_lazy("weekday", "六"), pgettext_lazy("weekday", "日"),
)  # fmt: skip
FIRST_YEAR, LAST_YEAR = 2000, 2100


class DueForm(forms.Form):
    """Which span, which limit, which day; what is wrong in the address is as if it were not there."""

    view = forms.ChoiceField(choices=[("month", ""), ("week", "")], required=False)
    limit = forms.ChoiceField(choices=[(code, "") for code in CODES], required=False)
    day = forms.DateField(required=False)


@dataclass(frozen=True)
class Asked:
    """What of the calendar is shown."""

    view: str
    limit: str
    day: dt.date

    @property
    def first(self) -> dt.date:
        """The Monday the calendar begins with."""
        first = self.day.replace(day=1) if self.view == "month" else self.day
        return first - dt.timedelta(days=first.weekday())

    @property
    def last(self) -> dt.date:
        """The Sunday it ends with."""
        end = self.beside(1).replace(day=1) - dt.timedelta(days=1) if self.view == "month" else self.first
        return end + dt.timedelta(days=6 - end.weekday())

    def beside(self, step: int) -> dt.date:
        """The same in the month or week before (-1) or after (1)."""
        if self.view == "week":
            return self.day + dt.timedelta(days=7 * step)
        return (self.day.replace(day=15) + dt.timedelta(days=30 * step)).replace(day=1)

    def address(self, **other: object) -> str:
        """Give the page's address with one of the values changed."""
        values = {"view": self.view, "limit": self.limit, "day": self.day} | other
        return "?" + "&".join(f"{name}={value}" for name, value in values.items())


@dataclass(frozen=True)
class DayView:
    """One day of the calendar."""

    facts: DeadlineDay
    url: str
    is_today: bool
    is_chosen: bool


@never_cache
@require_safe
@needs(Permission.CASES_VIEW, Permission.CASES_HANDLE)
def deadlines(request: StaffRequest) -> HttpResponse:
    at = timezone.now()
    asked = read(request, at)
    limit = CODES[asked.limit]
    days = deadline_days(request.actor, first=asked.first, last=asked.last, at=at, limit=limit)
    context = {
        "asked": asked,
        "weekdays": WEEKDAYS,
        "weeks": weeks(days, asked, today=timezone.localdate(at)),
        "limits": [(LIMIT_NAMES[one], asked.address(limit=code), code == asked.limit) for code, one in CODES.items()],
        "views": [
            (word, asked.address(view=code), code == asked.view)
            for code, word in (("month", _("月")), ("week", _("周")))
        ],
        "before_url": asked.address(day=asked.beside(-1)),
        "after_url": asked.address(day=asked.beside(1)),
        "rows": row_views(request.actor, cases_due_on(request.actor, asked.day, limit=limit), at=at),
        "export_url": reverse("cases:board_export", args=["deadlines"]) + asked.address(),
        "may_export": request.actor.may_anywhere(Permission.CASES_EXPORT),
        "here": reverse("cases:deadlines") + asked.address(),
    }
    template = "cases/deadlines.html#calendar" if is_fragment(request) else "cases/deadlines.html"
    answer = render(request, template, context)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def read(request: StaffRequest, at: dt.datetime) -> Asked:
    """Read what is asked for; today in its month unless the address says otherwise."""
    form = DueForm(request.GET)
    form.is_valid()
    values, today = form.cleaned_data, timezone.localdate(at)
    day = values.get("day") or today
    if not FIRST_YEAR <= day.year < LAST_YEAR:
        day = today
    return Asked(values.get("view") or "month", values.get("limit") or "stage", day)


def weeks(days: Sequence[DeadlineDay], asked: Asked, *, today: dt.date) -> list[list[DayView]]:
    """Lay the days out in weeks."""
    shown = [DayView(one, asked.address(day=one.day), one.day == today, one.day == asked.day) for one in days]
    return [shown[start : start + 7] for start in range(0, len(shown), 7)]
