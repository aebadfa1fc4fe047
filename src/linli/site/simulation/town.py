"""The town as the simulation finds it: its grids with their people and buildings, its staff, its catalogue."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from linli.cases.queries.kinds import catalogue
from linli.core.calendar import Calendar
from linli.core.installation import installation
from linli.places import queries as places
from linli.places.rules import Level
from linli.register import queries as register
from linli.site.simulation.chance import Dice
from linli.site.simulation.crew import Crew, crew_of
from linli.site.simulation.errors import NoTown, RealTown

RESIDENTS_A_GRID = 150  # where the register is empty
_BUILDINGS_A_GRID = 400
_JITTER = 0.00012  # degrees: about 12 m


@dataclass(frozen=True)
class Spot:
    """A place somebody tells of: its point, and the address as people say it."""

    lon: float
    lat: float
    grid_code: str
    address: str


class Town:
    """What the actors know of the town."""

    def __init__(self, *, root_code: str, crew: Crew, residents: int | None = None) -> None:
        self.root_code = root_code
        self.crew = crew
        grids = sorted(places.places_under(root_code, level=Level.GRID), key=lambda grid: grid.code)
        self._grids = tuple(grid for grid in grids if grid.bounds is not None)
        if not self._grids or not crew.units:
            raise NoTown
        lives = {part.area_code: part.residents for part in register.count_people([root_code])}
        counted = sum(lives.values()) or RESIDENTS_A_GRID * len(self._grids)
        self.residents = counted if residents is None else residents
        self._upto = list(accumulate(lives.get(grid.code, 0) + 5 for grid in self._grids))
        self._addresses: dict[str, tuple[Spot, ...]] = {}

    @cached_property
    def calendar(self) -> Calendar:
        """The working time every limit is counted in."""
        return catalogue().calendar

    @cached_property
    def _frame(self) -> places.Bounds:
        boxes = [grid.bounds for grid in self._grids if grid.bounds is not None]
        return (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )

    def local_day(self, at: dt.datetime) -> dt.date:
        """Give the day of a moment in the town's zone."""
        return at.astimezone(self.calendar.zone).date()

    def midnight(self, day: dt.date) -> dt.datetime:
        """Give the moment a day begins."""
        return dt.datetime.combine(day, dt.time(), self.calendar.zone).astimezone(dt.UTC)

    def spot(self, dice: Dice) -> Spot:
        """Choose a place, where more people live more often."""
        grid = dice.thrown.choices(self._grids, cum_weights=self._upto)[0]
        known = self._known(grid.code)
        if not known:
            return self._anywhere_in(grid, dice)
        house = dice.one_of(known)
        lon, lat = house.lon + dice.between(-_JITTER, _JITTER), house.lat + dice.between(-_JITTER, _JITTER)
        return _located(round(lon, 6), round(lat, 6), house.address)

    def spot_outside(self, dice: Dice) -> Spot:
        """Choose a place outside every grid, a little beyond the town's edge."""
        west, south, east, north = self._frame
        lat = dice.between(south, north)
        beyond = dice.between(0.004, 0.03)
        lon = west - beyond if west - beyond > 73 else east + beyond
        return Spot(round(lon, 6), round(lat, 6), "", "")

    def _anywhere_in(self, grid: places.AreaFacts, dice: Dice) -> Spot:
        """Choose a point of a grid that has no buildings; a thin grid may be missed, then it is a neighbour's."""
        west, south, east, north = grid.bounds or (0.0, 0.0, 0.0, 0.0)
        for _try in range(12):
            found = _located(round(dice.between(west, east), 6), round(dice.between(south, north), 6), grid.name)
            if found.grid_code == grid.code:
                break
        return found

    def _known(self, grid_code: str) -> tuple[Spot, ...]:
        if grid_code not in self._addresses:
            found = sorted(
                places.buildings_named((grid_code,), text="", limit=_BUILDINGS_A_GRID),
                key=lambda building: building.code,
            )
            self._addresses[grid_code] = tuple(
                Spot(
                    house.lon_cgcs2000,
                    house.lat_cgcs2000,
                    grid_code,
                    _address(house.street_name, house.plate_no, house.name),
                )
                for house in found
            )
        return self._addresses[grid_code]


def find_town(*, on: dt.date, residents: int | None = None) -> Town:
    """Find the demo town of this installation; a real one is left alone."""
    house = installation()
    if not house.root_code:
        raise NoTown
    if not house.is_demo:
        raise RealTown
    return Town(root_code=house.root_code, crew=crew_of(house.root_code, on=on), residents=residents)


def _located(lon: float, lat: float, address: str) -> Spot:
    return Spot(lon, lat, places.locate(lon, lat) or "", address)


def _address(street: str, plate: str, name: str) -> str:
    return f"{street}{plate}{name}" if street and plate else name
