"""What comes in: how many reports a day brings, at which hours, through which doors, from where and about what."""

import dataclasses
import datetime as dt
import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from linli.cases.actions import NewReport
from linli.cases.queries.kinds import catalogue
from linli.site.sampletown.chance import Choice
from linli.site.sampletown.names import person_name, surname
from linli.site.sampletown.people import test_phone
from linli.site.sampletown.stories import Stories, stories
from linli.site.simulation.chance import Dice, poisson_like
from linli.site.simulation.habits import Habits
from linli.site.simulation.town import Spot, Town
from linli.staff.rules import RESIDENT, Actor, Permission

SOURCE = "simulation"
# Shares of a day by hour: the peak hour brings 12 %.
HOURS = (
    0.004, 0.003, 0.002, 0.002, 0.003, 0.008, 0.022, 0.05, 0.09, 0.12, 0.105, 0.075,
    0.045, 0.05, 0.075, 0.08, 0.07, 0.058, 0.042, 0.034, 0.03, 0.018, 0.009, 0.005,
)  # fmt: skip
WORKING_DAY, DAY_OFF = 1.1, 0.75  # five working days and two days off make seven
DOORS = {"portal": 30, "wechat": 18, "phone": 18, "12345": 14, "counter": 8, "group-chat": 8, "sms": 4}
AT_THE_DESK = frozenset({"phone", "counter", "12345"})
WITHOUT_PHOTO = frozenset({"phone", "counter", "12345", "sms"})
PATROLLED = ("event.", "component.", "hazard.")
VAGUE = (
    "这里有点问题，麻烦派人来看看",
    "我家附近的事一直没人管，请回个电话",
    "想反映一个情况，见面再说",
    "上次说的那件事怎么样了",
)


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


class Arrivals:
    """Plans the reports of a day; the plan of a report follows from seed, day and its number on that day."""

    def __init__(self, town: Town, *, seed: int, pace: float, habits: Habits) -> None:
        self._town, self._seed, self._habits = town, seed, habits
        self._per_day = pace * town.residents / 1000 / (1 + habits.second_report)
        self._hours = Choice(dict(enumerate(HOURS)))
        self._doors = Choice({door: weight for door, weight in DOORS.items() if door in catalogue().channels})

    def of_day(self, day: dt.date) -> list[PlannedReport]:
        """Plan a day, in the order of time; a second report of a matter may come on the next day."""
        count = poisson_like(self._expected(day), Dice(self._seed, f"{day}").thrown)
        found = [planned for number in range(count) for planned in self._planned(day, number)]
        return sorted(found, key=lambda planned: (planned.at, planned.key))

    def between(self, days: Iterator[dt.date]) -> Iterator[PlannedReport]:
        """Plan day after day, in the order of time."""
        waiting: list[tuple[dt.datetime, str, PlannedReport]] = []
        for day in days:
            for planned in self.of_day(day):
                heapq.heappush(waiting, (planned.at, planned.key, planned))
            tomorrow = self._town.midnight(day + dt.timedelta(days=1))
            while waiting and waiting[0][0] < tomorrow:
                yield heapq.heappop(waiting)[2]
        while waiting:
            yield heapq.heappop(waiting)[2]

    def _expected(self, day: dt.date) -> float:
        return self._per_day * (WORKING_DAY if self._town.calendar.is_working_day(day) else DAY_OFF)

    def _planned(self, day: dt.date, number: int) -> Iterator[PlannedReport]:
        dice = Dice(self._seed, f"{day}:{number}")
        at = self._town.midnight(day) + dt.timedelta(
            hours=self._hours.throw(dice.thrown), seconds=int(dice.between(0, 3600))
        )
        first = self._first(f"{self._seed}:{day}:{number:05d}", at, dice)
        yield first
        if dice(self._habits.second_report):
            yield self._second(first, dice)

    def _first(self, key: str, at: dt.datetime, dice: Dice) -> PlannedReport:
        habits, told = self._habits, stories()
        is_patrol = dice(habits.patrol) and self._town.calendar.is_working_time(at)
        kind_code = self._kind(at, dice, told, patrolled=is_patrol)
        is_vague = dice(habits.vague) and not is_patrol
        spot = self._town.spot_outside(dice) if dice(habits.outside) and not is_patrol else self._town.spot(dice)
        channel = "field" if is_patrol and "field" in catalogue().channels else self._doors.throw(dice.thrown)
        by = self._reporter(channel, spot, dice, is_patrol=is_patrol)
        text = (
            dice.one_of(VAGUE) if is_vague else told.text(kind_code, place=spot.address or "城边", thrown=dice.thrown)
        )
        lon, lat, area_code = self._where(spot, dice, is_vague=is_vague, is_patrol=is_patrol)
        name, phone = self._contact(dice)
        report = NewReport(
            text=text,
            channel=channel,
            lon_cgcs2000=lon,
            lat_cgcs2000=lat,
            area_code=area_code,
            address="" if is_vague else spot.address,
            kind_code="" if is_vague else self._said_kind(kind_code, at, dice, told, is_patrol=is_patrol),
            reporter_name="" if is_patrol else name,
            reporter_phone="" if is_patrol else phone,
            source=SOURCE,
            source_key=key,
        )
        may_settle = is_patrol and catalogue().kinds[kind_code].on_spot and self._settles(by, spot)
        return PlannedReport(
            key, at, dice.new_id(at), dice.new_id(at), by, report, kind_code,
            is_vague=is_vague,
            is_patrol=is_patrol,
            is_settled=may_settle and dice(habits.settled_on_spot),
            has_photo=channel not in WITHOUT_PHOTO and not is_vague and (is_patrol or dice(habits.with_photo)),
        )  # fmt: skip

    def _second(self, first: PlannedReport, dice: Dice) -> PlannedReport:
        """Let somebody else tell of the same matter, some minutes to a day later, in other words."""
        at = first.at + dt.timedelta(minutes=int(dice.between(10, 1200)))
        text = stories().text(first.kind_code, place=first.report.address or "城边", thrown=dice.thrown)
        name, phone = self._contact(dice)
        report = dataclasses.replace(
            first.report, text=text, channel="portal", kind_code="", source_key=f"{first.key}b",
            reporter_name=name, reporter_phone=phone,
        )  # fmt: skip
        return PlannedReport(
            f"{first.key}b",
            at,
            dice.new_id(at),
            dice.new_id(at),
            RESIDENT,
            report,
            first.kind_code,
            again=first.case_id,
        )

    def _kind(self, at: dt.datetime, dice: Dice, told: Stories, *, patrolled: bool = False) -> str:
        day, kinds = self._town.local_day(at), catalogue().kinds
        for _try in range(60):
            code = told.kinds.throw(dice.thrown)
            if kinds[code].is_valid_on(day) and (not patrolled or code.startswith(PATROLLED)):
                return code
        return next(kind.code for kind in catalogue().kinds_on(day) if not patrolled or kind.code.startswith(PATROLLED))

    def _said_kind(self, kind_code: str, at: dt.datetime, dice: Dice, told: Stories, *, is_patrol: bool) -> str:
        """Residents leave the kind open or take the wrong one at times; grid workers know it."""
        said, wrong, other = (
            dice(self._habits.kind_said),
            dice(self._habits.kind_said_wrong),
            self._kind(at, dice, told),
        )
        if is_patrol:
            return kind_code
        return (other if wrong else kind_code) if said else ""

    def _reporter(self, channel: str, spot: Spot, dice: Dice, *, is_patrol: bool) -> Actor:
        crew = self._town.crew
        if is_patrol:
            able = [
                worker for worker in crew.workers_at(spot.grid_code) if worker.may_anywhere(Permission.CASES_REPORT)
            ]
        else:
            desk = crew.holding(Permission.CASES_FILE, self._town.root_code) if channel in AT_THE_DESK else []
            able = [person for person in desk if person.may_anywhere(Permission.CASES_REPORT)]
        return dice.one_of(able) if able else RESIDENT

    def _settles(self, by: Actor, spot: Spot) -> bool:
        return by.may(Permission.CASES_SETTLE, spot.grid_code)

    def _where(
        self, spot: Spot, dice: Dice, *, is_vague: bool, is_patrol: bool
    ) -> tuple[float | None, float | None, str]:
        """Give a point, or the grid somebody at the desk found by the address, or (vague) nothing."""
        pointed = dice(self._habits.pointed_at)
        if is_vague and not pointed:
            return None, None, ""
        if is_patrol or pointed or not spot.grid_code:
            return spot.lon, spot.lat, ""
        return None, None, spot.grid_code

    def _contact(self, dice: Dice) -> tuple[str, str]:
        """Invent a name and a phone of the range kept for tests."""
        thrown = dice.thrown
        name = person_name(sex=dice.one_of(("female", "male")), birth_year=1980, surname=surname(thrown), thrown=thrown)
        return name, test_phone(int(dice.between(0, 10_000)))
