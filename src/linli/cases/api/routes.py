"""The endpoints of cases: parse, one action or query, answer."""

import datetime as dt
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile

from linli.cases import actions, errors, rules
from linli.cases.api.answers import answer
from linli.cases.api.schemas import (
    CaseDetailOut,
    CaseOut,
    CreatedOut,
    KindOut,
    PageOut,
    ProblemOut,
    ReportIn,
    StepIn,
    case_out,
    record_out,
    sparing,
)
from linli.cases.api.steps import take_step
from linli.cases.api.workflows import AdvanceIn, WorkflowOut, advance, workflows_out
from linli.cases.catalogue.shapes import Stage
from linli.cases.models import Case
from linli.cases.queries.detail import case_with_history
from linli.cases.queries.kinds import catalogue, phase_name
from linli.cases.queries.lists import Filters, Tab, list_cases
from linli.core.ids import new_id
from linli.core.sent import Sent
from linli.places.coordinates import Crs, to_cgcs2000
from linli.staff.rules import Actor, Command, Permission

REFUSALS = {400: ProblemOut, 401: ProblemOut, 403: ProblemOut, 404: ProblemOut, 409: ProblemOut}
router = Router(tags=["cases"])


def actor_of(request: HttpRequest) -> Actor:
    """Who calls: the owner of the token, narrowed to its scopes."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    return actor


@router.post("/cases", response={201: CreatedOut, **REFUSALS}, summary="Report a case")
def report(request: HttpRequest, body: ReportIn) -> HttpResponse:
    actor = actor_of(request)
    if not actor.may_anywhere(Permission.CASES_REPORT):
        raise errors.StepNotAllowed
    command = Command(body.id or new_id(), actor, timezone.now())
    reported = actions.report_case(_new_report(body), command=command)
    return answer({**case_out(reported.case), "tracking_code": reported.tracking_code}, status=201)


def _new_report(body: ReportIn) -> actions.NewReport:
    lon, lat = body.lon, body.lat
    if lon is not None and lat is not None and body.crs != "cgcs2000":
        lon, lat = (float(value) for value in to_cgcs2000(lon, lat, crs=Crs(body.crs)))
    return actions.NewReport(
        text=body.text, channel=body.channel, lon_cgcs2000=lon, lat_cgcs2000=lat, area_code=body.area,
        address=body.address, kind_code=body.kind, reporter_name=body.reporter_name,
        reporter_phone=body.reporter_phone, source=body.source, source_key=body.source_key,
    )  # fmt: skip


class ListIn(Sent):
    """What a list is narrowed by."""

    tab: Tab = Tab.OPEN
    q: str = ""
    kind: str = ""
    state: str = ""
    area: str = ""
    channel: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    cursor: str = ""
    size: int = 50


@router.get("/cases", response={200: PageOut, **REFUSALS}, summary="List cases in the caller's scope")
def cases(request: HttpRequest, query: Annotated[ListIn, Query()]) -> HttpResponse:
    filters = Filters(
        tab=query.tab, q=query.q, kind_codes=_words(query.kind), states=_words(query.state), area_code=query.area,
        channel=query.channel, since=query.since, until=query.until,
    )  # fmt: skip
    page = list_cases(actor_of(request), filters, cursor=query.cursor, size=max(1, min(query.size, 200)))
    return answer({"cases": [case_out(row) for row in page.rows], "next": page.next_cursor})


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.split(",") if word)


@router.get("/cases/{case_id}", response={200: CaseDetailOut, **REFUSALS}, summary="Read a case")
def detail(request: HttpRequest, case_id: UUID) -> HttpResponse:
    found = case_with_history(actor_of(request), case_id)
    case = found.case
    times = (
        "filed_at",
        "dispatched_at",
        "responded_at",
        "closed_at",
        "handling_due_at",
        "close_due_at",
        "resident_due_at",
    )
    counts = ("reworks", "returns", "reopens", "score", "outcome")
    body = {
        **_told(case, actor_of(request)),
        **{name: getattr(case, name) for name in (*times, *counts)},
        "outcome": case.outcome if found.may_read else "",
        "score": case.score if found.may_read else None,
        "phase": case.phase,
        "phase_name": phase_name(case),
        "workflow_version": case.workflow_version,
        "answers": case.answers if found.may_read else {},
        "text": case.text if found.may_read else "",
        "result": case.result if found.may_read else "",
        "history": [record_out(line) for line in found.lines],
        "steps": list(found.steps),
    }
    return answer(body)


@router.post("/cases/{case_id}/photos", response={201: CaseOut, **REFUSALS}, summary="Add a photo")
def photo(
    request: HttpRequest,
    case_id: UUID,
    file: Annotated[UploadedFile, File()],
    purpose: Annotated[str, Form()] = "report",
) -> HttpResponse:
    command = Command(new_id(), actor_of(request), timezone.now())
    case = actions.attach_photo(case_id, command=command, file=file, name=file.name or "", purpose=purpose)
    return answer(_told(case, command.by), status=201)


@router.post(
    "/cases/{case_id}/steps/{code}", response={200: CaseOut, **REFUSALS}, summary="Take a step that a workflow declares"
)
def declared_step(request: HttpRequest, case_id: UUID, code: str, body: AdvanceIn) -> HttpResponse:
    command = Command(body.id or new_id(), actor_of(request), timezone.now())
    return answer(_told(advance(case_id, code, body, command), command.by))


@router.post("/cases/{case_id}/{step}", response={200: CaseOut, **REFUSALS}, summary="Take a step with a case")
def step(request: HttpRequest, case_id: UUID, step: str, body: StepIn) -> HttpResponse:
    command = Command(body.id or new_id(), actor_of(request), timezone.now())
    return answer(_told(take_step(step, case_id, body, command), command.by))


def _told(case: Case, actor: Actor) -> dict[str, object]:
    """Tell a case to whoever has it before them; a confidential one in full only to its readers."""
    out = case_out(case)
    return sparing(out) if case.is_confidential and not rules.may_see(case.standing, actor) else out


@router.get("/workflows", response=list[WorkflowOut], summary="List the workflows in force, with their steps")
def workflows(request: HttpRequest) -> list[dict[str, object]]:
    return workflows_out()


@router.get("/kinds", response=list[KindOut], summary="List the kinds of cases in force")
def kinds(request: HttpRequest) -> list[dict[str, object]]:
    return [
        {
            "code": kind.code, "name": str(kind.name), "group": kind.group.value, "major": kind.major,
            "evidence": kind.evidence.value, "lanes": list(kind.lanes),
            "conditions": [one.when for one in kind.conditions],
            "limits": {stage.value: str(kind.limit(stage)) for stage in Stage},
        }
        for kind in catalogue().kinds_on(timezone.localdate())
    ]  # fmt: skip
