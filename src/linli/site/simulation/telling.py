"""How a matter is told: by whom, through which door, in which words, with or without place, kind and photo."""

import dataclasses
import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from linli.cases.actions import NewReport
from linli.cases.queries.kinds import catalogue
from linli.site.sampletown.chance import Choice
from linli.site.sampletown.names import surname
from linli.site.sampletown.people import test_phone
from linli.site.sampletown.stories import stories
from linli.site.simulation.chance import Dice
from linli.site.simulation.habits import Habits
from linli.site.simulation.town import Spot, Town
from linli.staff.rules import RESIDENT, Actor, Permission

SOURCE = "simulation"
FIELD = "field"
DOORS = {"portal": 30, "wechat": 18, "phone": 18, "12345": 14, "counter": 8, "group-chat": 8, "sms": 4}
AT_THE_DESK = frozenset({"phone", "counter", "12345"})
WITHOUT_PHOTO = AT_THE_DESK | {"sms"}
PATROLLED = ("event.", "component.", "hazard.")
VAGUE = (
    "这里有点问题，麻烦派人来看看",
    "我家附近的事一直没人管，请回个电话",
    "想反映一个情况，见面再说",
    "上次说的那件事怎么样了",
)
NOWHERE = "城边"
MOST_TRIES = 60


@dataclass(frozen=True)
class Matter:
    """Something that is the matter somewhere; on patrol a grid worker finds it."""

    key: str
    at: dt.datetime
    spot: Spot
    kind_code: str
    worker: Actor | None = None
    is_vague: bool = False

    @property
    def is_patrol(self) -> bool:
        """Say whether a grid worker tells of it."""
        return self.worker is not None


@dataclass(frozen=True)
class PlannedReport:
    """One report that somebody is going to hand in, and what it is really about."""

    key: str
    at: dt.datetime
    case_id: UUID
    command_id: UUID
    by: Actor
    report: NewReport
    kind_code: str
    is_vague: bool = False
    is_patrol: bool = False
    is_settled: bool = False
    has_photo: bool = False
    again: UUID | None = None


class Telling:
    """Makes matters, and reports of them."""

    def __init__(self, town: Town, habits: Habits) -> None:
        self._town, self._habits = town, habits
        self._doors = Choice({door: weight for door, weight in DOORS.items() if door in catalogue().channels})

    def matter(self, key: str, at: dt.datetime, dice: Dice) -> Matter:
        """Let something be the matter: mostly where people live, at times outside, at times hard to make out."""
        habits, inside, outside = self._habits, self._town.spot(dice), self._town.spot_outside(dice)
        worker = self._worker(inside, dice)
        if not (dice(habits.patrol) and self._town.calendar.is_working_time(at)):
            worker = None
        is_vague, is_outside = dice(habits.vague) and not worker, dice(habits.outside) and not worker
        kind_code = self.kind(at, dice, is_patrol=worker is not None)
        return Matter(key, at, outside if is_outside else inside, kind_code, worker, is_vague=is_vague)

    def first_report(self, matter: Matter, dice: Dice) -> PlannedReport:
        """Tell of a matter for the first time."""
        channel = self._channel(matter, dice)
        on_spot, has_photo = dice(self._habits.settled_on_spot), dice(self._habits.with_photo)
        may_settle = matter.worker is not None and matter.worker.may(Permission.CASES_SETTLE, matter.spot.grid_code)
        return PlannedReport(
            key=matter.key,
            at=matter.at,
            case_id=dice.new_id(matter.at),
            command_id=dice.new_id(matter.at),
            by=matter.worker or self._by(channel, dice),
            report=self._words(matter, channel, dice),
            kind_code=matter.kind_code,
            is_vague=matter.is_vague,
            is_patrol=matter.is_patrol,
            is_settled=may_settle and catalogue().kinds[matter.kind_code].on_spot and on_spot,
            has_photo=channel not in WITHOUT_PHOTO and not matter.is_vague and (matter.is_patrol or has_photo),
        )

    def second_report(self, first: PlannedReport, dice: Dice) -> PlannedReport:
        """Let somebody else tell of the same matter, some minutes to a day later, in other words."""
        at, key = first.at + dt.timedelta(minutes=int(dice.between(10, 1200))), f"{first.key}b"
        text = stories().text(first.kind_code, place=first.report.address or NOWHERE, thrown=dice.thrown)
        words = dataclasses.replace(first.report, text=text, channel="portal", kind_code="", source_key=key)
        return PlannedReport(
            key=key,
            at=at,
            case_id=dice.new_id(at),
            command_id=dice.new_id(at),
            by=RESIDENT,
            report=_signed(words, dice),
            kind_code=first.kind_code,
            again=first.case_id,
        )

    def kind(self, at: dt.datetime, dice: Dice, *, is_patrol: bool = False) -> str:
        """Choose what is the matter, as often as the town's stories have it; on patrol only what is seen in the street."""
        day, kinds = self._town.local_day(at), catalogue().kinds
        for _try in range(MOST_TRIES):
            code = stories().kinds.throw(dice.thrown)
            if kinds[code].is_valid_on(day) and (not is_patrol or code.startswith(PATROLLED)):
                return code
        return next(kind.code for kind in catalogue().kinds_on(day) if not is_patrol or kind.code.startswith(PATROLLED))

    def _words(self, matter: Matter, channel: str, dice: Dice) -> NewReport:
        place = matter.spot.address or NOWHERE
        told, vague = stories().text(matter.kind_code, place=place, thrown=dice.thrown), dice.one_of(VAGUE)
        lon, lat, area_code = self._where(matter, dice)
        kind_code = self._said_kind(matter, dice)
        report = NewReport(
            text=vague if matter.is_vague else told,
            channel=channel,
            lon_cgcs2000=lon,
            lat_cgcs2000=lat,
            area_code=area_code,
            address="" if matter.is_vague else matter.spot.address,
            kind_code="" if matter.is_vague else kind_code,
            source=SOURCE,
            source_key=matter.key,
        )
        return report if matter.is_patrol else _signed(report, dice)

    def _said_kind(self, matter: Matter, dice: Dice) -> str:
        """Residents leave the kind open or take the wrong one at times; grid workers know it."""
        said, wrong = dice(self._habits.kind_said), dice(self._habits.kind_said_wrong)
        other = self.kind(matter.at, dice)
        if matter.is_patrol:
            return matter.kind_code
        return (other if wrong else matter.kind_code) if said else ""

    def _where(self, matter: Matter, dice: Dice) -> tuple[float | None, float | None, str]:
        """Give a point, or the grid somebody at the desk found by the address, or (vague) nothing."""
        pointed, spot = dice(self._habits.pointed_at), matter.spot
        if matter.is_vague and not pointed:
            return None, None, ""
        if matter.is_patrol or pointed or not spot.grid_code:
            return spot.lon, spot.lat, ""
        return None, None, spot.grid_code

    def _channel(self, matter: Matter, dice: Dice) -> str:
        door = self._doors.throw(dice.thrown)
        return FIELD if matter.is_patrol and FIELD in catalogue().channels else door

    def _worker(self, spot: Spot, dice: Dice) -> Actor | None:
        """Find a grid worker of the place; one throw, whoever works there."""
        able = [one for one in self._town.crew.workers_at(spot.grid_code) if one.may_anywhere(Permission.CASES_REPORT)]
        throw = dice.thrown.random()
        return able[int(throw * len(able))] if able else None

    def _by(self, channel: str, dice: Dice) -> Actor:
        """Residents write themselves; calls and visits are taken down at the desk."""
        desk = self._town.crew.holding(Permission.CASES_FILE, self._town.root_code) if channel in AT_THE_DESK else []
        able = [person for person in desk if person.may_anywhere(Permission.CASES_REPORT)]
        return dice.one_of(able) if able else RESIDENT


def _signed(report: NewReport, dice: Dice) -> NewReport:
    """Invent who reported: a name as callers give it, and a phone of the range kept for tests."""
    name = f"{surname(dice.thrown)}{dice.one_of(('女士', '先生'))}"
    return dataclasses.replace(report, reporter_name=name, reporter_phone=test_phone(int(dice.between(0, 10_000))))
