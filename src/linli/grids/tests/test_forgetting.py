"""Names on plans go ten years after the last step; what was drawn stays."""

import datetime as dt

import pytest
from django.utils import timezone

from linli.core.retention import forget_expired
from linli.grids.actions.forgetting import RULES
from linli.grids.models import Plan, PlanEdit, PlanPart

pytestmark = pytest.mark.django_db
ON = dt.date(2040, 6, 1)
LONG_AGO, LATELY = dt.date(2030, 5, 30), dt.date(2030, 6, 30)


def moment(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(9)))


def a_plan(drawn: dt.date, adopted: dt.date | None = None) -> Plan:
    return Plan.objects.create(
        area_code="990101", drawn_at=moment(drawn), drawn_by="jiang", drawn_by_name="姜文琴",
        adopted_at=moment(adopted) if adopted else None, decided_by_name="冯远" if adopted else "",
    )  # fmt: skip


def test_names_go_ten_years_after_the_last_step_and_the_plan_stays():
    old, adopted_later = a_plan(LONG_AGO), a_plan(LONG_AGO, adopted=LATELY)
    forget_expired(RULES, on=ON)
    assert list(Plan.objects.filter(pk=old.pk).values_list("drawn_by", "drawn_by_name")) == [("", "")]
    assert Plan.objects.get(pk=adopted_later.pk).decided_by_name == "冯远"


def test_who_edited_goes_and_the_edit_stays():
    part = PlanPart.objects.create(
        plan=a_plan(LATELY), community_code="990101001001", ground=b"", grid_of_unit=b"", drawn=b"", present=b""
    )
    for version, day in enumerate((LONG_AGO, LATELY), start=1):
        PlanEdit.objects.create(
            part=part,
            version=version,
            at=moment(day),
            by="jiang",
            by_name="姜文琴",
            what="merge",
            grid_of_unit_before=b"",
        )
    forget_expired(RULES, on=ON)
    assert list(PlanEdit.objects.order_by("version").values_list("by_name", flat=True)) == ["", "姜文琴"]
