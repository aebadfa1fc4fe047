"""What programs send and get: shapes of their own, apart from the models."""

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field, field_validator

from linli.cases.models import Case
from linli.cases.queries.detail import HistoryLine
from linli.cases.queries.lists import FIRST_DAY, LAST_DAY, CaseRow
from linli.cases.rules import MOST_TEXT
from linli.core.sent import Sent

Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Said = Annotated[str, Field(max_length=MOST_TEXT)]
CoordinateSystem = Literal["cgcs2000", "gcj02", "bd09"]


class ReportIn(Sent):
    """A new report; `id` makes a repeat harmless: the same id is applied once."""

    id: UUID | None = Field(None, description="Id of this command, made by the sender. A repeat gets the first answer.")
    text: str = Field(description="What is wrong or wanted.", max_length=20_000)
    kind: str = Field("", description="Code of the kind, when known (GET /kinds).", max_length=60)
    channel: str = Field("api", max_length=30)
    lon: Longitude | None = None
    lat: Latitude | None = None
    crs: CoordinateSystem = Field("cgcs2000", description="System of lon/lat; WGS-84 counts as CGCS2000.")
    area: str = Field("", description="Area code, when there is no point.", max_length=15)
    address: str = Field("", max_length=200)
    reporter_name: str = Field("", max_length=40)
    reporter_phone: str = Field("", max_length=30)
    source: str = Field("", description="Name of the sending system.", max_length=60)
    source_key: str = Field("", description="Its own key of this report: nothing comes in twice.", max_length=80)


class StepIn(Sent):
    """What a step needs; which fields count depends on the step."""

    id: UUID | None = Field(None, description="Id of this command, made by the sender. A repeat gets the first answer.")
    kind: str = Field("", max_length=60)
    lane: str = Field(
        "", description="Code of the workflow (GET /workflows); empty: the kind's usual one.", max_length=30
    )
    condition: str = Field("", description="Condition of the kind that changes its limits (GET /kinds).", max_length=40)
    unit: str = Field("", max_length=80)
    handler: UUID | None = Field(None, description="Account of the person the task goes to.")
    component: str = Field("", description="Code of the component the case is about.", max_length=20)
    area: str = Field("", description="Area a ruling holds for; empty: the case's community.", max_length=15)
    reason: Said = ""
    reason_code: str = Field("", description="Code of the catalogue's reason to return an order.", max_length=40)
    result: Said = ""
    outcome: str = Field("solved", max_length=30)
    passed: bool = True
    text: Said = ""
    score: int = 0
    duplicate_of: UUID | None = None
    units: list[Annotated[str, Field(max_length=40)]] = Field([], description="Units called in.", max_length=30)
    limit: str = Field("", description='A limit, such as "4 working hours" or "2 working days".', max_length=30)
    arrive_by: AwareDatetime | None = Field(None, description="When units called in shall have come.")
    despite: Said = Field("", description="Why the leading unit does not wait for those called in.")
    until: AwareDatetime | None = Field(None, description="Until when clocks shall stand still.")
    due_at: AwareDatetime | None = Field(None, description="When a supervision order is to be answered.")
    due_on: dt.date | None = Field(None, description="The day of an action item.")
    held_at: AwareDatetime | None = Field(None, description="When a meeting was held.")
    place: str = Field("", max_length=120)
    present: Said = ""
    meeting: UUID | None = None
    item: UUID | None = Field(None, description="Id of an action item.")
    order: UUID | None = Field(None, description="Id of a supervision order.")
    photo: UUID | None = Field(None, description="Id of the photo that shows the cause.")
    main: UUID | None = Field(None, description="Id of the case that this one is merged into and that goes on.")
    other: UUID | None = Field(None, description="Id of a case that has to do with this one.")
    how: str = Field("", description='How a resident confirmed the service: "name" or "code".', max_length=10)
    name: str = Field("", description="Who confirmed the service; history keeps it masked.", max_length=40)
    code: str = Field("", description="The receipt code with which the service was confirmed.", max_length=20)
    matters: list[Said] = Field([], description="Further matters of a report; each becomes a case.", max_length=50)

    @field_validator("*")
    @classmethod
    def _is_a_day_of_ours(cls, value: object) -> object:
        """Refuse days so far off that moments on them cannot be counted in every zone."""
        if isinstance(value, dt.date) and not FIRST_DAY.year <= value.year <= LAST_DAY.year:
            raise ValueError("day")  # noqa: EM101 told beside the field's name
        return value


class RecordOut(Schema):
    """One line of a case's history; one that came late from a phone tells when it was done and when it came."""

    seq: int
    name: str
    at: dt.datetime
    by: str
    note: str
    done_at: dt.datetime | None = None
    received_at: dt.datetime | None = None


class CaseOut(Schema):
    """A case as a program sees it; no personal contact data."""

    id: UUID
    number: str
    state: str
    lane: str
    kind: str
    area: str
    located: bool
    lon: float | None
    lat: float | None
    address: str
    title: str
    channel: str
    unit: str
    proposed_unit: str
    reported_at: dt.datetime
    due_at: dt.datetime | None


class CaseDetailOut(CaseOut):
    """A case with its text, clocks and history; `phase` is the place in its own workflow."""

    phase: str
    phase_name: str
    workflow_version: str
    answers: dict[str, Any]  # Any: what steps asked, by their fields
    text: str
    result: str
    outcome: str
    filed_at: dt.datetime | None
    dispatched_at: dt.datetime | None
    responded_at: dt.datetime | None
    closed_at: dt.datetime | None
    handling_due_at: dt.datetime | None
    close_due_at: dt.datetime | None
    resident_due_at: dt.datetime | None
    reworks: int
    returns: int
    reopens: int
    score: int | None
    history: list[RecordOut]
    steps: list[str]


class CreatedOut(CaseOut):
    """The answer to a new report; a repeat within an hour is told the same tracking code, a later one none."""

    tracking_code: str


class PageOut(Schema):
    """One page of a list; `next` is the cursor of the following page, empty at the end."""

    cases: list[CaseOut]
    next: str


class KindOut(Schema):
    """A kind of case in force."""

    code: str
    name: str
    group: str
    major: str
    evidence: str
    lanes: list[str]
    conditions: list[str]
    limits: dict[str, str]


class ProblemOut(Schema):
    """Why not (RFC 9457): `code` is stable, `title` is for people."""

    type: str
    title: str
    status: int
    code: str
    field: str | None = None


def case_out(case: Case | CaseRow) -> dict[str, object]:
    """Put a case into its outer shape."""
    return {
        "id": case.id, "number": case.number, "state": case.state, "lane": case.lane, "kind": case.kind_code,
        "area": case.area_code, "located": case.is_located, "lon": case.lon_cgcs2000, "lat": case.lat_cgcs2000,
        "address": getattr(case, "address", ""), "title": case.title, "channel": case.channel, "unit": case.unit_code,
        "proposed_unit": case.proposed_unit, "reported_at": case.reported_at, "due_at": case.due_at,
    }  # fmt: skip


def sparing(out: dict[str, object]) -> dict[str, object]:
    """Leave of a confidential case what those may know who move it on unread: its state and dates, not what and where."""
    return {**out, "kind": "", "title": "", "address": "", "lon": None, "lat": None, "unit": "", "proposed_unit": ""}


def record_out(record: HistoryLine) -> dict[str, object]:
    """Put a line of history into its outer shape."""
    return {
        "seq": record.seq, "name": record.name, "at": record.at, "by": record.by_name, "note": record.note,
        "done_at": record.done_at, "received_at": record.received_at,
    }  # fmt: skip
