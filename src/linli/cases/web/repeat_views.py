"""Places and root-cause cases as the desk shows them: names instead of codes, one address to open."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases.queries.kinds import catalogue, kind_name
from linli.cases.queries.naming import names_for
from linli.cases.queries.repeats import Place, RootCase
from linli.cases.queries.returning import Returned
from linli.cases.rules import State
from linli.cases.rules.nearness import building_of
from linli.cases.rules.repeats import Verdict
from linli.cases.wording import STATE_NAMES, Due, Word, due_said
from linli.core.listing import listed
from linli.places import queries as places
from linli.staff.rules import Actor, Permission


@dataclass(frozen=True)
class PlaceView:
    """One place that is proposed."""

    what: str
    where: str
    rule: str
    times: int
    reports: int
    first: dt.datetime
    last: dt.datetime
    is_far: bool
    may_open: bool
    newest: str
    url: str
    lon: float | None
    lat: float | None


@dataclass(frozen=True)
class RootView:
    """One open root-cause case."""

    number: str
    title: str
    state: str
    state_name: Word
    where: str
    unit: str
    reports: int
    due: Due | None
    is_late: bool
    url: str
    lon: float | None
    lat: float | None


def place_views(actor: Actor, found: Sequence[Place]) -> list[PlaceView]:
    """Name the places."""
    names = catalogue().repeat_names
    return [
        PlaceView(
            what=listed(kind_name(kind) for kind in place.kinds),
            where=building_of(place.address) or place.address or _area(place.area_code),
            rule=str(names.get(place.rule, "")),
            times=place.times,
            reports=place.reports,
            first=timezone.localtime(place.first_at),
            last=timezone.localtime(place.last_at),
            is_far=place.verdict is Verdict.OPEN,
            may_open=actor.may(Permission.CASES_FILE, place.area_code),
            newest=str(place.newest),
            url=reverse("cases:detail", args=[place.newest]),
            lon=place.lon,
            lat=place.lat,
        )
        for place in found
    ]


def root_views(found: Sequence[RootCase], *, at: dt.datetime) -> list[RootView]:
    """Name the root-cause cases; one query, for the units."""
    names = names_for(root.unit_code for root in found)
    return [
        RootView(
            number=root.number,
            title=root.title,
            state=root.state,
            state_name=STATE_NAMES.get(root.state, root.state),
            where=_area(root.area_code),
            unit=names.unit(root.unit_code) if root.unit_code else "",
            reports=root.reports,
            due=due_said(root.due_at, at=timezone.localtime(at)),
            is_late=root.due_at is not None and root.due_at < at,
            url=reverse("cases:detail", args=[root.id]),
            lon=root.lon,
            lat=root.lat,
        )
        for root in found
    ]


def features(places_found: Iterable[PlaceView], roots: Iterable[RootView]) -> Iterator[dict[str, object]]:
    """Give places and root-cause cases as points of the map's layer of cases; what goes too far has a red ring."""
    for place in places_found:
        title = _("%(times)s 次：%(what)s") % {"times": place.times, "what": place.what}
        said = {"number": place.where, "title": title, "kind_name": place.rule, "url": place.url}
        yield from _point(place.lon, place.lat, {**said, **_standing(State.REPORTED, late=place.is_far)})
    for root in roots:
        said = {"number": root.number, "title": root.title, "kind_name": root.unit, "url": root.url}
        late = {**_standing(State(root.state), late=root.is_late), "due": root.due.text if root.due else ""}
        yield from _point(root.lon, root.lat, {**said, **late})


def returned_features(actor: Actor, found: Iterable[Returned]) -> Iterator[dict[str, object]]:
    """Give the places where a closed case came back; their cases open only to those who may read them."""
    for place in found:
        title = _("结案 %(days)s 天后又上报") % {"days": place.days}
        url = reverse("cases:detail", args=[place.again]) if actor.may(Permission.CASES_VIEW, place.area_code) else ""
        said = {"number": _area(place.area_code), "title": title, "kind_name": kind_name(place.kind_code), "url": url}
        yield from _point(place.lon, place.lat, {**said, **_standing(State.CLOSED, late=place.days <= 1)})


def _standing(state: State, *, late: bool) -> dict[str, object]:
    return {"state": state.value, "state_label": str(STATE_NAMES[state.value]), "overdue": late, "due": ""}


def _point(lon: float | None, lat: float | None, facts: dict[str, object]) -> Iterator[dict[str, object]]:
    if lon is not None and lat is not None:
        yield {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": facts}


def _area(code: str) -> str:
    return " ".join(places.area_path(code)[-2:]) or code
