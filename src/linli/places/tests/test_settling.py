"""A change of areas is told again a quarter of an hour later, once, for what was stored by the map of before."""

import datetime as dt

import pytest
from django.utils import timezone

from linli.core import facts
from linli.core.models import StoredFact
from linli.places import actions
from linli.places.facts import AreasChanged
from linli.places.models import AreaStamp
from linli.places.testing import COMMUNITIES, GRIDS, make_town, redraw_town

pytestmark = pytest.mark.django_db
NEW = f"{COMMUNITIES[0]}003"
QUARTER = dt.timedelta(minutes=16)


@pytest.fixture(autouse=True)
def told():
    """Somebody listens; the payloads told since the town was there, oldest first."""
    facts.listen({AreasChanged: [lambda _fact: None]})
    make_town()
    actions.tell_again(timezone.now() + QUARTER)
    StoredFact.objects.all().delete()
    yield lambda: [fact.payload for fact in StoredFact.objects.order_by("id")]
    facts.listen({})


def test_a_change_is_told_again_once(told):
    redraw_town()
    first = told()
    assert actions.tell_again(timezone.now()) == 0
    assert actions.tell_again(timezone.now() + QUARTER) == 3
    assert actions.tell_again(timezone.now() + 2 * QUARTER) == 0
    second = told()[len(first) :]
    assert [(one["prefixes"], one["on"]) for one in second] == [
        ([GRIDS[0], GRIDS[1], NEW], timezone.localdate().isoformat())
    ]


def test_what_moves_nothing_is_not_told_again(told):
    actions.rename_area(GRIDS[0], name="桂园网格", by="王工", at=timezone.now())
    assert actions.tell_again(timezone.now() + QUARTER) == 0
    assert told() == []


def test_each_day_from_which_a_change_holds_is_told_by_itself(told):
    day = timezone.localdate()
    redraw_town(on=day - dt.timedelta(days=2))
    actions.close_area(GRIDS[2], on=day, by="王工", at=timezone.now())
    StoredFact.objects.all().delete()
    actions.tell_again(timezone.now() + QUARTER)
    assert [(one["on"], len(one["prefixes"])) for one in told()] == [
        ((day - dt.timedelta(days=2)).isoformat(), 3),
        (day.isoformat(), 1),
    ]


def test_a_house_that_has_never_told_again_leaves_alone_what_changed_long_ago(told):
    AreaStamp.objects.filter(pk=AreaStamp.SETTLED).delete()
    redraw_town()
    assert actions.tell_again(timezone.now() + dt.timedelta(days=2)) == 0
