"""What workers do about visits: plan one, keep what came of it, that nobody was in, another day, or none at all."""

import datetime as dt
from io import BytesIO
from typing import override
from uuid import UUID

from pydantic import Field

from linli.cases.queries.telling import numbers_of
from linli.fieldsync.applying.frame import VOICE, Change, Conflict, Day, Done, Id, Kind, Payload, Text, Work
from linli.visits import actions as visits
from linli.visits.errors import VisitMoved


class OfVisit(Payload):
    """What is said of one visit."""

    visit: UUID


class Plan(OfVisit):
    """Whom to visit, what for, when."""

    household: Id = None
    resident: Id = None
    dwelling: Id = None
    purpose: str
    on: Day = None
    why: Text = ""
    programme: Text = ""


class Unplanned(Payload):
    """A visit that was made without a plan."""

    household: Id = None
    resident: Id = None
    dwelling: Id = None
    purpose: str
    why: Text = ""
    programme: Text = ""


class Receipt(Payload):
    """How the resident confirmed it."""

    how: str
    name: Text = ""
    code: Text = ""


class Matter(Payload):
    """One thing gathered on the way: a case of its own."""

    case: UUID
    text: Text = ""
    kind: Text = ""
    lon: float | None = None
    lat: float | None = None


class Made(OfVisit):
    """What came of a visit."""

    new: Unplanned | None = None
    made_at: dt.datetime
    talked: Text = ""
    agreed: Text = ""
    next_on: Day = None
    receipt: Receipt | None = None
    matters: list[Matter] = Field(default_factory=list)


class NotIn(OfVisit):
    """Nobody was in."""

    said: Text = ""


class Move(OfVisit, Change):
    """Another day, and the day it had for whoever moves it."""

    on: dt.date
    base_on: Day = None

    @override
    def base_and_mine(self, field: str) -> tuple[str, str]:
        return str(self.base_on or ""), self.on.isoformat()


class Cancel(OfVisit):
    """Why a visit is called off."""

    reason: Text = ""


def plan(work: Work[Plan]) -> Done:
    """Plan a visit."""
    said = work.said
    visits.plan_visit(_new(said, on=said.on), command=work.command, visit_id=said.visit)
    return Done()


def make(work: Work[Made]) -> Done:
    """Keep what came of a visit; each matter becomes a case."""
    said, voice = work.said, work.only(VOICE)
    receipt = visits.Receipt(said.receipt.how, said.receipt.name, said.receipt.code) if said.receipt else None
    made = visits.Made(
        made_at=min(work.put_right(said.made_at), work.command.at),
        talked=said.talked, agreed=said.agreed, next_on=said.next_on, receipt=receipt,
        matters=tuple(visits.Matter(one.case, one.text, one.kind, one.lon, one.lat) for one in said.matters),
        voice=visits.Voice(BytesIO(voice.path.read_bytes()), voice.type) if voice else None,
    )  # fmt: skip
    visits.make_visit(said.visit, command=work.command, made=made, new=_new(said.new) if said.new else None)
    numbers = numbers_of({one.case for one in said.matters})
    return Done({"matters": [{"case": str(one.case), "number": numbers.get(one.case, "")} for one in said.matters]})


def miss(work: Work[NotIn]) -> Done:
    """Keep that nobody was in."""
    visits.miss_visit(work.said.visit, command=work.command, said=work.said.said)
    return Done()


def move(work: Work[Move]) -> Done:
    """Give a visit another day; where somebody else has, both days are told."""
    said = work.said
    try:
        visits.move_visit(said.visit, command=work.command, on=said.on, base_on=said.base_on)
    except VisitMoved as moved:
        theirs, by, at = (str(moved.facts[name]) for name in ("theirs", "by", "at"))
        return Done(conflicts=(Conflict("on", *said.base_and_mine("on"), theirs, by, at),))
    return Done()


def cancel(work: Work[Cancel]) -> Done:
    """Call a visit off."""
    visits.cancel_visit(work.said.visit, command=work.command, reason=work.said.reason)
    return Done()


def _new(said: Plan | Unplanned, *, on: dt.date | None = None) -> visits.NewVisit:
    return visits.NewVisit(said.purpose, said.household, said.resident, said.dwelling, on, said.why, said.programme)


KINDS: dict[str, Kind] = {
    "visit.plan": Kind(Plan, plan),
    "visit.made": Kind(Made, make, frozenset({VOICE})),
    "visit.not-in": Kind(NotIn, miss),
    "visit.move": Kind(Move, move),
    "visit.cancel": Kind(Cancel, cancel),
}
