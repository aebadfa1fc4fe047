"""What workers do with cases on the spot: report, handle, check, ask for help, keep a receipt."""

from typing import Literal, Protocol
from uuid import UUID

from pydantic import Field

from linli.cases import actions as cases
from linli.fieldsync.actions.complaining import complain_about_app
from linli.fieldsync.applying.frame import PICTURES, VOICE, Done, Kind, Payload, Text, Work
from linli.places.queries import address_of_building, find_building

CHANNEL = "field"


class Settled(Payload):
    """What was put right on the spot."""

    result: Text = ""


class Report(Payload):
    """A problem somebody found."""

    case: UUID
    text: Text = ""
    kind: Text = ""
    place: Literal["gps", "map", "building", "none"] = "none"
    lon: float | None = None
    lat: float | None = None
    area: Text = ""
    building: Text = ""
    address: Text = ""
    settled: Settled | None = None
    reporter_name: Text = ""
    reporter_phone: Text = ""


class OfCase(Payload):
    """What is said of one case."""

    case: UUID


class Answer(OfCase):
    """What was done."""

    result: Text = ""
    despite: Text = ""


class Settle(OfCase):
    """What was put right on the spot."""

    result: Text = ""
    kind: Text = ""


class Return(OfCase):
    """Why an order is given back."""

    reason_code: Text = ""
    reason: Text = ""


class Check(OfCase):
    """Whether what the unit answered is true."""

    passed: bool
    text: Text = ""


class Note(OfCase):
    """Something to be known of a case, or the help that is needed."""

    text: Text = ""


class Receipt(OfCase):
    """A resident's receipt for what was done."""

    how: Text = ""
    name: Text = ""
    code: Text = ""


class Advance(OfCase):
    """A step that the workflow declares, with its answers."""

    step: str
    fields: dict[str, str | int | float | bool | None] = Field(default_factory=dict)


class Complaint(Payload):
    """A complaint about the app."""

    text: Text = ""


def report(work: Work[Report]) -> Done:
    """Report a problem, with its photos; what was put right on the spot is settled in the same breath, or all is refused."""
    said = work.said
    reported = cases.report_case(_new_report(said), command=work.command, case_id=said.case)
    _attach(work, reported.case.pk)
    if said.settled is not None:
        cases.settle_on_spot(
            reported.case.pk, command=work.also("settle"), result=said.settled.result, kind_code=said.kind
        )
    return Done({"number": reported.case.number})


def _new_report(said: Report) -> cases.NewReport:
    lon, lat = (None, None) if said.place == "none" else (said.lon, said.lat)
    area, address = said.area, said.address
    if said.place == "building" and said.building:
        building = find_building(said.building)
        lon, lat, area = building.lon_cgcs2000, building.lat_cgcs2000, building.area_code or area
        address = address or address_of_building(building)
    return cases.NewReport(
        text=said.text, channel=CHANNEL, lon_cgcs2000=lon, lat_cgcs2000=lat, area_code=area, address=address,
        kind_code=said.kind, reporter_name=said.reporter_name, reporter_phone=said.reporter_phone,
    )  # fmt: skip


def accept(work: Work[OfCase]) -> Done:
    """Take an order on."""
    return _told(cases.accept_task(work.said.case, command=work.command))


def answer(work: Work[Answer]) -> Done:
    """Answer with what was done, after the photos that show it."""
    _attach(work, work.said.case)
    said = work.said
    return _told(cases.respond(said.case, command=work.command, result=said.result, despite=said.despite))


def settle(work: Work[Settle]) -> Done:
    """Close at once what was put right on the spot."""
    _attach(work, work.said.case)
    said = work.said
    return _told(cases.settle_on_spot(said.case, command=work.command, result=said.result, kind_code=said.kind))


def give_back(work: Work[Return]) -> Done:
    """Return an order with a reason."""
    said = work.said
    return _told(cases.return_task(said.case, command=work.command, reason=said.reason, reason_code=said.reason_code))


def check(work: Work[Check]) -> Done:
    """Say whether what the unit answered is true."""
    _attach(work, work.said.case)
    said = work.said
    if said.passed:
        return _told(cases.pass_check(said.case, command=work.command, note=said.text))
    return _told(cases.fail_check(said.case, command=work.command, reason=said.text))


def note(work: Work[Note]) -> Done:
    """Add a note, a photo, a recording: whichever of them there is."""
    _attach(work, work.said.case)
    said = work.said
    if not said.text.strip() and work.media:
        return Done()
    return _told(cases.add_note(said.case, command=work.command, text=said.text))


def ask_help(work: Work[Note]) -> Done:
    """Ask for help with what one cannot go on with alone."""
    return _told(cases.ask_help(work.said.case, command=work.command, text=work.said.text))


def receipt(work: Work[Receipt]) -> Done:
    """Keep that a resident confirmed what was done."""
    said = work.said
    return _told(cases.confirm_receipt(said.case, command=work.command, how=said.how, name=said.name, code=said.code))


def advance(work: Work[Advance]) -> Done:
    """Take a step that the workflow declares."""
    said = work.said
    return _told(cases.advance_case(said.case, step=said.step, command=work.command, answers=said.fields))


def complain(work: Work[Complaint]) -> Done:
    """Turn a complaint about the app into a case of its own."""
    case_id = work.also("complaint").id
    reported = complain_about_app(work.said.text, channel=CHANNEL, command=work.command, case_id=case_id)
    return Done({"number": reported.case.number})


def _attach[P: Payload](work: Work[P], case_id: UUID) -> None:
    for one in work.photos(*PICTURES):
        if one.photo is not None:
            cases.attach_photo(
                case_id, command=work.also(f"{one.role}:{one.sha256}"), file=one.photo, name=one.name, purpose=one.role
            )
    for one in work.media:
        if one.role == VOICE:
            with one.path.open("rb") as file:
                cases.attach_voice(case_id, command=work.also(f"{VOICE}:{one.sha256}"), file=file, name=one.name)


class Numbered(Protocol):
    """A case, as far as a phone is told of it."""

    number: str


def _told(case: Numbered) -> Done:
    return Done({"number": case.number})


_PAIR = frozenset({"before", "after"})
KINDS: dict[str, Kind] = {
    "case.report": Kind(Report, report, frozenset({"report", "before", "after", VOICE})),
    "case.accept": Kind(OfCase, accept, subject="case"),
    "case.answer": Kind(Answer, answer, _PAIR | {VOICE}, subject="case"),
    "case.settle": Kind(Settle, settle, _PAIR | {VOICE}, subject="case"),
    "case.return": Kind(Return, give_back, subject="case"),
    "case.check": Kind(Check, check, frozenset({"check", VOICE}), subject="case"),
    "case.note": Kind(Note, note, PICTURES | {VOICE}, subject="case"),
    "case.help": Kind(Note, ask_help, subject="case"),
    "case.receipt": Kind(Receipt, receipt, subject="case"),
    "case.step": Kind(Advance, advance, subject="case"),
    "app.complaint": Kind(Complaint, complain),
}
