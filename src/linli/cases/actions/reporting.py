"""Report a case: through any door, located once, its owner and due times found, exactly once."""

import datetime as dt
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import IntegrityError, transaction

from linli.cases import errors, rules
from linli.cases.actions.clocks import first_clocks
from linli.cases.actions.recording import RECORD_COLUMNS, begin, record_row, record_values
from linli.cases.catalogue import KindDeclaration
from linli.cases.facts import CaseReported
from linli.cases.models import Case, CaseRecord, Reporter
from linli.cases.queries.kinds import catalogue, first_workflow, kind_named, workflow_of
from linli.cases.queries.owners import Owner, owner_for
from linli.cases.queries.projection import said_values
from linli.cases.queries.sources import case_already_in
from linli.cases.rules import State, StepName
from linli.core.bulk import insert_models, insert_rows
from linli.core.codes import is_phone
from linli.core.errors import LinliError
from linli.core.facts import announce
from linli.core.ids import new_id
from linli.core.installation import installation
from linli.core.secrets import keyed_hash, seal
from linli.core.statements import fresh_row, insert_row
from linli.places import queries as places
from linli.places.rules import DIGITS, Level
from linli.staff.rules import Actor, Command, Permission

TRACKING_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
TITLE_LENGTH = 40
REPEAT_WITHIN = dt.timedelta(hours=1)
TAKEN_OVER = "taken-over"


@dataclass(frozen=True)
class NewReport:
    """What somebody hands in; only the text is always needed."""

    text: str
    channel: str
    lon_cgcs2000: float | None = None
    lat_cgcs2000: float | None = None
    area_code: str = ""
    address: str = ""
    kind_code: str = ""
    reporter_name: str = ""
    reporter_phone: str = ""
    source: str = ""
    source_key: str = ""
    title: str = ""
    account_id: UUID | None = None
    wants_code: bool = False
    close_due_at: dt.datetime | None = None  # a limit that an earlier system has set


@dataclass(frozen=True)
class Reported:
    """A stored report, and the code with which whoever reported follows it (shown once)."""

    case: Case
    tracking_code: str


def report_case(report: NewReport, *, command: Command, case_id: UUID | None = None) -> Reported:
    """Store a report as a new case in the first stage; one that its source has sent before is answered with that case."""
    try:
        return _report(report, command, case_id)
    except IntegrityError:  # the source has sent it twice at a time
        if not report.source_key:
            raise
        return _report(report, command, case_id)


@transaction.atomic
@places.newest_map()
def _report(report: NewReport, command: Command, case_id: UUID | None) -> Reported:
    known = _sent_before(report, command)
    case = known or put_together(_in_open_area(report), command=command, case_id=case_id)
    first = begin(command, StepName.REPORT, answer=case.pk)
    if first is not None:
        return _reported_before(first, command)
    if known is not None:
        return Reported(known, "")
    while not insert_row(case, unless_taken="number"):  # some other case of the day has it
        case.number = new_number(command.at)
    insert_row(CaseRecord(**opening_record(case, command)))
    announce(CaseReported(case_id=str(case.pk), kind_code=case.kind_code))
    code = tracking_code_of(command.id) if _has_reporter(report, command) else ""
    if code:
        insert_row(reporter_of(case, report, code))
    return Reported(case, code)


def _in_open_area(report: NewReport) -> NewReport:
    """Take a report for a grid that was closed meanwhile to the one that has most of its ground: a phone may have been away."""
    area = places.area_tree().by_code.get(report.area_code)
    if area is None or area.is_open:
        return report
    return replace(report, area_code=places.successors([area.code]).get(area.code, area.parent_code))


def _reported_before(case_id: UUID, command: Command) -> Reported:
    """Answer a repeat as the first time: an answer that was lost on its way held the only code."""
    case, code = Case.objects.get(pk=case_id), tracking_code_of(command.id)
    is_soon = command.at - case.reported_at <= REPEAT_WITHIN
    has_code = is_soon and Reporter.objects.filter(case=case, tracking_hash=keyed_hash(code)).exists()
    return Reported(case, code if has_code else "")


def _sent_before(report: NewReport, command: Command) -> Case | None:
    """Find the case under the source's own key; whoever neither sent nor may read it learns only that the key is taken."""
    case, by = case_already_in(report.source, report.source_key), command.by
    if case is None or case.reported_by == by.account_id or rules.may_see(case.standing, by):
        return case
    raise errors.SourceKeyTaken(source=report.source, key=report.source_key)


def put_together(report: NewReport, *, command: Command, case_id: UUID | None = None) -> Case:
    """Check a report and make its case without storing it: located, owner found, due times set."""
    _check(report, command)
    text = rules.check_text(report.text)
    report, area_code, located = _place(report)
    kind = kind_named(report.kind_code) if report.kind_code else None
    owner = _owner(report, kind, area_code, at=command.at) if kind else None
    workflow = first_workflow(kind)
    case = fresh_row(
        Case,
        id=case_id or new_id(),
        number=new_number(command.at),
        state=State.REPORTED.value,
        phase=workflow.first.code,
        lane=workflow.code,
        workflow_version=workflow.version,
        kind_code=kind.code if kind else "",
        kind_version=kind.version if kind else "",
        is_confidential=bool(kind and kind.confidential),
        area_code=area_code,
        is_located=located,
        lon_cgcs2000=report.lon_cgcs2000,
        lat_cgcs2000=report.lat_cgcs2000,
        address=report.address.strip()[:200],
        title=_headline(report.title or text.split("\n")[0]),
        text=text,
        channel=report.channel,
        source=report.source,
        source_key=report.source_key,
        reported_by=command.by.account_id,
        reported_at=command.at,
        proposed_unit=owner.unit_code if owner else "",
        component_code=owner.component_code if owner else "",
        version=1,
    )
    first_clocks(case)
    case.close_due_at = report.close_due_at or case.close_due_at
    return case


def _owner(report: NewReport, kind: KindDeclaration, area_code: str, *, at: dt.datetime) -> Owner | None:
    lon, lat = report.lon_cgcs2000, report.lat_cgcs2000
    point = (lon, lat) if lon is not None and lat is not None else None
    return owner_for(kind, area_code, at=at, point=point)


def opening_record(case: Case, command: Command) -> dict[str, object]:
    """Put the first line of a case's history together: what the row began with."""
    return record_values(case, StepName.REPORT, command, changes=said_values(case))


def reporter_of(case: Case, report: NewReport, tracking_code: str) -> Reporter:
    """Seal who reported, apart from the case."""
    return fresh_row(
        Reporter,
        case_id=case.pk,
        name_sealed=seal(report.reporter_name.strip()[:40]),
        phone_sealed=seal(report.reporter_phone.replace(" ", "")),
        phone_hash=keyed_hash(report.reporter_phone.replace(" ", "")),
        tracking_hash=keyed_hash(tracking_code),
        account_id=report.account_id,
    )


def new_number(at: dt.datetime) -> str:
    """Make a case number: the day and eight random digits, so that nobody counts or guesses cases by it."""
    return f"{at.astimezone(catalogue().calendar.zone):%y%m%d}{secrets.randbelow(10**8):08d}"


def tracking_code_of(command_id: UUID) -> str:
    """Make the code a resident follows the case with: 12 characters nobody guesses, none that look alike.

    It comes from the command's id and the installation's own key, so that a repeat is told the same one.
    """
    number = int(keyed_hash(f"tracking {command_id}"), 16)
    return "".join(TRACKING_ALPHABET[number >> 5 * place & 31] for place in range(12))


def _check(report: NewReport, command: Command) -> None:
    if report.channel not in catalogue().channels:
        raise errors.ChannelUnknown(field="channel", channel=report.channel)
    if report.reporter_phone and not is_phone(report.reporter_phone):
        raise errors.PhoneInvalid(field="reporter_phone")
    if (report.lon_cgcs2000 is None) != (report.lat_cgcs2000 is None):
        raise errors.PointOutOfRange(field="lon")
    if report.lon_cgcs2000 is not None and report.lat_cgcs2000 is not None:
        check_point(report.lon_cgcs2000, report.lat_cgcs2000)
    by = command.by
    if by.account_id and not by.may_anywhere(Permission.CASES_REPORT) and report.account_id is None:
        raise errors.StepNotAllowed


def check_point(lon: float, lat: float) -> None:
    """Refuse a point outside China's frame, which is what swapped coordinates look like."""
    if not (73 <= lon <= 136 and 3 <= lat <= 54):
        raise errors.PointOutOfRange(field="lon")


def _headline(text: str) -> str:
    """Cut a title to one line, and show that it was cut."""
    line = text.strip()
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1].rstrip() + "…"


def _place(report: NewReport) -> tuple[NewReport, str, bool]:
    """Find the grid of the point, else what the written address surely means.

    Outside every grid, and where the address leaves any doubt, the case stays at the area chosen, else at the root, and is
    listed for a person.
    """
    chosen = report.area_code if report.area_code in places.area_tree().by_code else ""
    if report.lon_cgcs2000 is not None and report.lat_cgcs2000 is not None:
        found = places.locate(report.lon_cgcs2000, report.lat_cgcs2000)
        return report, found or chosen or installation().root_code, bool(found)
    if (meant := _meant_by(report.address, chosen)) is not None:
        lon, lat = meant.point or (None, None)
        return replace(report, lon_cgcs2000=lon, lat_cgcs2000=lat), meant.area_code, True
    return report, chosen or installation().root_code, bool(chosen)


def _meant_by(address: str, chosen: str) -> places.Candidate | None:
    """Give what an address surely means, down to its community at least and within the area chosen."""
    if not address.strip():
        return None
    match = places.match_address(address, to_dwelling=False)
    best = match.best if match.is_sure else None
    is_fine = best is not None and len(best.area_code) >= DIGITS[Level.COMMUNITY] and best.area_code.startswith(chosen)
    return best if is_fine else None


def _has_reporter(report: NewReport, command: Command) -> bool:
    return command.by.account_id is None or bool(
        report.wants_code or report.reporter_name or report.reporter_phone or report.account_id
    )


Ending = tuple[str, dt.datetime]


@places.newest_map()
def store_reports(
    reports: Iterable[tuple[NewReport, dt.datetime, Ending | None]], *, by: Actor, dry_run: bool = False
) -> list[Case | LinliError]:
    """Store many reports at once (an import); each answer is the case, or why this one was refused."""
    answers: list[Case | LinliError] = []
    new: list[tuple[Case, NewReport, Command]] = []
    for report, at, ending in reports:
        command = Command(new_id(), by, at)
        try:
            case = put_together(report if ending else _in_open_area(report), command=command)
        except LinliError as refusal:
            answers.append(refusal)
            continue
        if ending:
            end_case(case, ending)
        new.append((case, report, command))
        answers.append(case)
    if not dry_run:
        _store(new)
    return answers


def _store(new: list[tuple[Case, NewReport, Command]]) -> None:
    _with_free_numbers([case for case, _, _ in new])
    insert_models([case for case, _, _ in new])
    lines = (record_row(opening_record(case, command), case) for case, _, command in new)
    insert_rows(CaseRecord, RECORD_COLUMNS, lines)
    with_contact = [(case, report) for case, report, _ in new if report.reporter_name or report.reporter_phone]
    insert_models([reporter_of(case, report, "") for case, report in with_contact])


def end_case(case: Case, ending: Ending) -> None:
    """Take a past case over as closed, with the answer that was given then."""
    case.result, case.closed_at = ending
    case.state, case.phase, case.is_open, case.outcome = State.CLOSED.value, _phase_closed(case), False, TAKEN_OVER
    case.clocks, case.due_at, case.sweep_at = {}, None, None


def _phase_closed(case: Case) -> str:
    return workflow_of(case).at_stage(State.CLOSED).code


def _with_free_numbers(cases: list[Case]) -> None:
    """Give another number to the rare case whose random number is taken."""
    taken = set(Case.objects.filter(number__in=[case.number for case in cases]).values_list("number", flat=True))
    for case in cases:
        while case.number in taken:
            case.number = new_number(case.reported_at)
        taken.add(case.number)
