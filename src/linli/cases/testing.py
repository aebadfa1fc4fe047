"""Builders for tests: a report, a command, a case brought to any state by the fixed cast."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any
from uuid import UUID

from PIL import Image

from linli.cases import actions
from linli.cases.models import Case
from linli.cases.rules import State
from linli.core.ids import new_id
from linli.core.installation import set_installation
from linli.places import queries as places
from linli.places.testing import draft, make_areas, make_town, square
from linli.staff.rules import RESIDENT, Actor, Command
from linli.staff.testing import COMMUNITY_ELSEWHERE, DISTRICT, GRID, GRID_ELSEWHERE, STREET_BESIDE, Cast

MONDAY_9 = dt.datetime(2026, 11, 16, 1, 0, tzinfo=dt.UTC)  # 09:00 in the tenant's zone
RUBBISH = "event.exposed-rubbish"
COURSE = (State.REPORTED, State.FILED, State.DISPATCHED, State.HANDLING, State.RESPONDED, State.CHECKED, State.CLOSED)


def a_command(by: Actor = RESIDENT, *, at: dt.datetime = MONDAY_9, command_id: UUID | None = None) -> Command:
    """Make a command with a new id."""
    return Command(command_id or new_id(), by, at)


def a_report(**values: Any) -> actions.NewReport:
    """Make a plain report from the portal, in the cast's grid."""
    return actions.NewReport(**{"text": "楼道口堆着垃圾，气味很大", "channel": "portal", "area_code": GRID, **values})


def a_photo(*, colour: str = "green", size: tuple[int, int] = (64, 48), exif: bytes = b"") -> io.BytesIO:
    """Make a small JPEG."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", **({"exif": exif} if exif else {}))
    out.seek(0)
    return out


def make_places() -> None:
    """Store the areas that the cast's posts name, once, and say which is the installation's root."""
    set_installation(name="松门区", root_code=DISTRICT, is_demo=False)
    if GRID in places.area_tree().by_code:
        return
    make_town()
    beside = [(STREET_BESIDE, "白塔街道"), (COMMUNITY_ELSEWHERE, "塔下社区"), (GRID_ELSEWHERE, "第1网格")]
    make_areas([draft(code, name, square(6, 0)) for code, name in beside])


def make_case(cast: Cast, *, state: State = State.REPORTED, at: dt.datetime = MONDAY_9, **report: Any) -> Case:
    """Bring a case to a state of the ordinary course, each step taken by whoever's post it is, an hour apart."""
    make_places()
    report = {"kind_code": RUBBISH, **report}
    case = actions.report_case(a_report(**report), command=a_command(at=at)).case
    for number, step in enumerate(_steps(cast)[: COURSE.index(state)], start=1):
        step(case, at + dt.timedelta(hours=number))
    case.refresh_from_db()
    return case


def _steps(cast: Cast) -> list[Callable[[Case, dt.datetime], object]]:
    def answer(case: Case, at: dt.datetime) -> None:
        for purpose, colour in (("before", "red"), ("after", "green")):
            photo = a_photo(colour=colour)
            command = a_command(cast.sun.actor, at=at)
            actions.attach_photo(case.pk, command=command, file=photo, name="p.jpg", purpose=purpose)
        actions.respond(case.pk, command=a_command(cast.sun.actor, at=at), result="已清运并冲洗地面")

    return [
        lambda case, at: actions.file_case(case.pk, command=a_command(cast.chen.actor, at=at)),
        lambda case, at: actions.dispatch_case(case.pk, command=a_command(cast.wei.actor, at=at)),
        lambda case, at: actions.accept_task(case.pk, command=a_command(cast.sun.actor, at=at)),
        answer,
        lambda case, at: actions.pass_check(case.pk, command=a_command(cast.qian.actor, at=at), note="现场已干净"),
        lambda case, at: actions.close_case(case.pk, command=a_command(cast.wu.actor, at=at)),
    ]
