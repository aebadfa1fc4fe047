"""The endpoint of questions over people: how many, and if asked for, a masked page."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from linli.core.ids import new_id
from linli.core.sent import Sent
from linli.register.actions.asking import count_people, look_at_page
from linli.register.api.schemas import ProblemOut
from linli.register.exports.people_found import plain
from linli.register.queries.grounds import Question
from linli.staff.rules import Actor, Command

REFUSALS = {400: ProblemOut, 401: ProblemOut, 403: ProblemOut, 404: ProblemOut, 409: ProblemOut}
MOST_ROWS = 200
router = Router(tags=["register"])


class QueryIn(Sent):
    """A question in the query language, with its purpose; `area` narrows it, `limit` asks for a masked page."""

    text: Annotated[str, Field(max_length=4_000, description="Such as: age >= 60 and alone")]
    purpose: Annotated[str, Field(max_length=40, description="Code of the purposes register.")]
    area: Annotated[str, Field(max_length=80, description="Code or name of an area within the scope.")] = ""
    limit: Annotated[int, Field(ge=0, le=MOST_ROWS, description="How many people to list; 0 counts alone.")] = 0
    after: UUID | None = None


class QueryRowOut(Schema):
    """One person at one home, masked: the values of the columns."""

    resident: UUID
    values: list[str | int | bool | dt.date | None]


class QueryOut(Schema):
    """How many people a question finds, what answered, and the page that was asked for."""

    count: int
    text: str
    engine: Literal["live", "snapshot"]
    as_of: dt.datetime
    columns: list[str]
    rows: list[QueryRowOut]
    next: UUID | None


@router.post(
    "/register/queries",
    response={200: QueryOut, **REFUSALS},
    summary="Count the residents a question finds, and list some of them masked",
)
def ask(request: HttpRequest, body: QueryIn) -> dict[str, object]:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    question, command = Question(body.text, body.purpose, body.area), Command(new_id(), actor, timezone.now())
    counted = count_people(question, command=command)
    page = look_at_page(question, command=command, after=body.after, limit=body.limit) if body.limit else None
    rows = [
        {"resident": row.resident_id, "values": [plain(cell) for cell in row.cells]}
        for row in (page.rows if page else ())
    ]
    return {
        "count": counted.count, "text": counted.text, "engine": counted.engine.name, "as_of": counted.engine.as_of,
        "columns": list(page.columns) if page else [], "rows": rows, "next": page.after if page else None,
    }  # fmt: skip
