"""Run the declared rounds: make each turn's cases on its first day, write its bulletin after its last.

Everything here may run any number of times a day: a turn is made once, a case once for each area, a bulletin once.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F

from linli.cases import errors, rules
from linli.cases.actions.dispatching import dispatch_case
from linli.cases.actions.filing import file_case
from linli.cases.actions.reporting import NewReport, report_case
from linli.cases.catalogue.rounds import RoundDeclaration
from linli.cases.models import Round
from linli.cases.queries.kinds import catalogue
from linli.cases.queries.rounds import bulletin_of
from linli.cases.rules import State
from linli.core.ids import new_id
from linli.core.installation import installation
from linli.places import queries as places
from linli.places.rules import Level
from linli.staff.rules import SYSTEM, Actor, Command, Permission

CHANNEL = "round"


@dataclass
class Ran:
    """What a run of the rounds did."""

    turns: int = 0
    cases: int = 0
    bulletins: int = 0


def run_rounds(at: dt.datetime) -> Ran:
    """Make what is due on the local day of `at`, and the bulletins of turns that are over."""
    ran, day = Ran(), at.astimezone(catalogue().calendar.zone).date()
    for declared in catalogue().rounds.values():
        for area in _areas(installation().root_code, Level(declared.held_by)):
            _begin(declared, area, day, at, ran)
    for turn in Round.objects.filter(ends_on__lt=day, bulletin_at=None).order_by("ends_on", "area_code"):
        turn.bulletin, turn.bulletin_at = bulletin_of(turn), at
        turn.save(update_fields=["bulletin", "bulletin_at"])
        ran.bulletins += 1
    return ran


@transaction.atomic
def record_meeting(round_id: UUID, *, by: Actor, minutes: str, at: dt.datetime) -> Round:
    """Keep the minutes of a turn's meeting, once."""
    turn = Round.objects.select_for_update().filter(pk=round_id).first()
    if turn is None or not by.may(Permission.CASES_FILE, turn.area_code) | by.may(
        Permission.CASES_DISPATCH, turn.area_code
    ):
        raise errors.RoundUnknown
    if turn.met_at is not None:
        raise errors.RoundMet
    turn.minutes, turn.met_at = rules.check_reason(minutes, field="minutes"), at
    turn.save(update_fields=["minutes", "met_at"])
    return turn


def _begin(declared: RoundDeclaration, area_code: str, day: dt.date, at: dt.datetime, ran: Ran) -> None:
    turn = declared.turn(day)
    row, is_new = Round.objects.get_or_create(
        round_code=declared.code, area_code=area_code, begins_on=turn.begins_on,
        defaults={"id": new_id(), "ends_on": turn.ends_on, "made_at": at},
    )  # fmt: skip
    ran.turns += is_new
    if row.cases_made:
        return
    made = sum(_make_case(declared, row, code, at) for code in _looked_at(declared, area_code))
    Round.objects.filter(pk=row.pk).update(cases_made=F("cases_made") + made)
    ran.cases += made


def _make_case(declared: RoundDeclaration, turn: Round, area_code: str, at: dt.datetime) -> int:
    """Report, file and send one case of a turn; every id follows from the turn and the area."""
    report = NewReport(
        text=declared.text.zh_hans, title=declared.name.zh_hans, channel=CHANNEL, area_code=area_code,
        kind_code=declared.kind, source=f"round:{declared.code}", source_key=f"{area_code}:{turn.begins_on}",
    )  # fmt: skip
    case = report_case(report, command=_command(turn, area_code, "report", at)).case
    if case.state == State.REPORTED:
        case = file_case(case.pk, command=_command(turn, area_code, "file", at))
    if case.state == State.FILED and case.proposed_unit:
        dispatch_case(case.pk, command=_command(turn, area_code, "dispatch", at))
    return 1


def _command(turn: Round, area_code: str, step: str, at: dt.datetime) -> Command:
    return Command(uuid5(turn.pk, f"{area_code} {step}"), SYSTEM, at)


def _looked_at(declared: RoundDeclaration, area_code: str) -> Iterable[str]:
    return _areas(area_code, Level(declared.looked_at))


def _areas(code: str, level: Level) -> list[str]:
    """List an area and those below it that are of a level."""
    tree = places.area_tree()
    own = [tree.by_code[code]] if code in tree.by_code else []
    return [area.code for area in (*own, *tree.under(code)) if area.level is level]
