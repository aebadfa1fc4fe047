"""Make the sample town: areas, streets, houses, staff, residents, past cases; quickly, and the same for the same seed."""

import datetime as dt
import hashlib
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched

import shapely
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.utils.translation import gettext_lazy as _

from linli.cases.actions.past import PastCase, store_past_cases
from linli.cases.queries.visible import cases_visible_to
from linli.core.errors import Refused
from linli.core.installation import forget, installation, set_installation
from linli.mediation.sample import make_mediations
from linli.places import actions as places
from linli.places import queries as places_read
from linli.places.rules import AreaDraft, Grade, Level, level_of
from linli.register.actions import register_households
from linli.register.rules import NewHousehold
from linli.site.sampletown.belonging import Known, let_belong
from linli.site.sampletown.blocks import DISTRICT_CODE, Block, Division, divide, lay_out, shape_of
from linli.site.sampletown.buildings import Built, build
from linli.site.sampletown.chance import dice
from linli.site.sampletown.components import components
from linli.site.sampletown.ground import facilities, river
from linli.site.sampletown.moving_in import known_resident, store_houses
from linli.site.sampletown.names import DISTRICT
from linli.site.sampletown.past_cases import Town, past_cases, present
from linli.site.sampletown.people import Home, People, households, test_phone
from linli.site.sampletown.roads import road_pieces
from linli.site.sampletown.roster import Caller
from linli.site.sampletown.size import TownSize
from linli.site.sampletown.spots import Spot, spots
from linli.site.sampletown.staffing import MEDIATION, organise
from linli.site.sampletown.streets import Net, make_net
from linli.site.sampletown.team import Team
from linli.staff import queries as staff
from linli.staff.actions.back_office import open_back_office
from linli.staff.importing import take_in
from linli.staff.rules import SYSTEM

MAKER = "linli demo"
_MOST_SPOTS, _MOST_CALLERS = 20_000, 3_000
_MOST_CASES_WITH_PHOTOS = 20_000
_HOUSEHOLDS = 2_000
MEDIATED_GRIDS = 6
_MOST_KNOWN = 1_000
_COMPONENTS = 5_000

Progress = Callable[[str, int, int], None]
Blocks = dict[tuple[int, int], Block]


class NotADemo(Refused):
    """There is data of a real installation here."""

    code = "demo.not-a-demo"
    text = _("这里已有正式数据，不能建立示范小镇。请用 LINLI_DATA 指定另一个目录。")


@dataclass(frozen=True)
class TownReport:
    """What was made, and a digest of it that is the same for the same seed and size."""

    areas: int
    buildings: int
    dwellings: int
    units: int
    staff: int
    households: int
    residents: int
    cases: int
    digest: str


def is_made() -> bool:
    """Say whether the sample town stands here, whole."""
    house = installation()
    return house.is_demo and house.root_code == DISTRICT_CODE


def check_may_make() -> None:
    """Refuse to make a town where a real installation is, or has begun to be: areas, accounts or cases of its own."""
    root = installation().root_code
    begun = places_read.all_codes() or staff.accounts_without_post() or staff.people_under("")
    if root not in {"", DISTRICT_CODE} or (not root and (begun or cases_visible_to(SYSTEM).exists())):
        raise NotADemo


def clear() -> None:
    """Take the whole town away, a half-made one and its pictures too; never a real installation."""
    check_may_make()
    call_command("flush", interactive=False, verbosity=0)
    shutil.rmtree(settings.LINLI_MEDIA, ignore_errors=True)
    cache.clear()
    forget()
    places_read.forget()
    staff.forget_duties()


def make_town(size: TownSize, *, seed: int, today: dt.date, progress: Progress) -> TownReport:
    """Make a town of that size; `today` is the day its last cases come in."""
    check_may_make()
    set_installation(name=DISTRICT, root_code=DISTRICT_CODE, is_demo=False)
    return _Maker(size, seed=seed, today=today, progress=progress).make()


def let_mediate(*, today: dt.date) -> int:
    """Let the mediation centre of a town that stands have some disputes in different phases; say how many."""
    grids = [area.code for area in places_read.places_under(DISTRICT_CODE, level=Level.GRID)][:MEDIATED_GRIDS]
    mediator = staff.actor_of(staff.account_named("mediator"), on=today)
    return make_mediations(mediator, area_code=DISTRICT_CODE, unit_code=MEDIATION, grids=grids, at=present(today))


class _Maker:
    """Makes one town, part by part."""

    def __init__(self, size: TownSize, *, seed: int, today: dt.date, progress: Progress) -> None:
        self._size, self._seed, self._today, self._progress = size, seed, today, progress
        self._at = present(today)
        self._digest = hashlib.sha256()
        self._callers = list[Caller]()
        self._known = list[Known]()

    def make(self) -> TownReport:
        """Make everything, and only then call the installation a demo."""
        net, blocks, division, built = self._draw()
        self._store_areas(net, division)
        self._store_ground(net, blocks, division)
        self._store_components(net)
        homes = self._store_houses(built)
        people = organise(division, thrown=self._dice("staff"))
        take_in(people, valid_from=self._today - dt.timedelta(days=900), by=SYSTEM, at=self._at)
        open_back_office(staff.account_named("admin").pk, by=SYSTEM, at=self._at)
        lived_in = self._store_people(homes)
        let_belong(division.communities, self._known, today=self._today, at=self._at)
        cases = self._store_cases(spots(net, division, built))
        set_installation(name=DISTRICT, root_code=DISTRICT_CODE, is_demo=True)
        counts = len(division.all()), len(built.houses), len(homes), len(people.units), len(people.people)
        return TownReport(*counts, lived_in, self._size.residents, cases, self._digest.hexdigest())

    def _draw(self) -> tuple[Net, Blocks, Division, Built]:
        columns, rows = self._size.blocks
        net = make_net(columns=columns, rows=rows, thrown=self._dice("streets"))
        blocks = lay_out(net, self._size, thrown=self._dice("blocks"))
        division = divide(net, blocks, self._size, thrown=self._dice("areas"))
        return net, blocks, division, build(net, blocks, division, thrown=self._dice("houses"))

    def _store_areas(self, net: Net, division: Division) -> None:
        thrown, parts = self._dice("grades"), division.all()
        grades = thrown.choices((Grade.A, Grade.B, Grade.C), weights=(2, 5, 3), k=len(parts))
        drafts = [
            AreaDraft(part.code, part.name, level_of(part.code), bytes(shapely.to_wkb(shape_of(part, net))), grade)
            for part, grade in zip(parts, grades, strict=True)
        ]
        self._note(*(f"{draft.code}{draft.name}{draft.boundary!r}" for draft in drafts))
        places.import_areas(drafts, by=MAKER, at=self._at, on=self._today - dt.timedelta(days=900))
        places.put_streets(road_pieces(net, division))
        self._progress("areas", len(parts), len(parts))

    def _store_ground(self, net: Net, blocks: Blocks, division: Division) -> None:
        drafts = list(facilities(net, blocks, division))
        self._note(*(f"{draft}" for draft in drafts))
        places.put_facilities(drafts, by=MAKER, at=self._at)
        places.put_barriers([river(net)])

    def _store_components(self, net: Net) -> None:
        drafts = list(components(net, thrown=self._dice("components")))
        self._note(*(f"{draft}" for draft in drafts))
        for batch in batched(drafts, _COMPONENTS, strict=False):
            places.put_components(batch, by=MAKER, at=self._at)

    def _store_houses(self, built: Built) -> list[Home]:
        places.put_compounds(built.compounds)
        self._note(*(f"{house.draft}" for house in built.houses))
        return store_houses(
            built.houses,
            seed=self._seed,
            by=MAKER,
            at=self._at,
            progress=lambda done: self._progress("houses", done, self._size.dwellings),
        )

    def _store_people(self, homes: Sequence[Home]) -> int:
        made = People(seed=self._seed, today=self._today, thrown=self._dice("people"))
        thrown = self._dice("callers")
        moving = households(homes, self._size, people=made, thrown=self._dice("homes"))
        done = 0
        for batch in batched(self._with_resident(moving), _HOUSEHOLDS, strict=False):
            register_households(batch, by=SYSTEM, at=self._at)
            self._remember(batch, thrown)
            done += len(batch)
            self._progress("people", done, self._size.households)
        return done

    def _with_resident(self, moving: Iterator[NewHousehold]) -> Iterator[NewHousehold]:
        """Give the first person of the town the demo account "resident"."""
        account, first = staff.account_named("resident"), next(moving)
        self._callers.append(Caller(account.name, first.members[0].phone or test_phone(1), account.pk))
        yield known_resident(first, self._callers[0])
        yield from moving

    def _remember(self, batch: Sequence[NewHousehold], thrown: random.Random) -> None:
        for home in batch:
            self._note(*(f"{person.name}{person.phone}" for person in home.members))
            if len(self._known) < _MOST_KNOWN:
                self._known += self._knowing(home)
            if len(self._callers) < _MOST_CALLERS and home.members[0].phone and thrown.random() < 0.8:
                self._callers.append(Caller(home.members[0].name, home.members[0].phone))

    def _knowing(self, home: NewHousehold) -> Iterator[Known]:
        """Know the people of a home but those with an account of their own, who speak for themselves."""
        for person in home.members:
            if person.id is not None and person.account_id is None:
                age = int((self._today - person.born_on).days / 365.25)
                yield Known(person.id, home.area_code, person.name, person.phone, age)

    def _store_cases(self, found: list[Spot]) -> int:
        if len(found) > _MOST_SPOTS:
            found = [found[0], *self._dice("spots").sample(found, _MOST_SPOTS)]
        town = Town(found, self._callers, Team.of(DISTRICT_CODE), self._today)
        with_photos = self._size.cases <= _MOST_CASES_WITH_PHOTOS
        told = past_cases(self._size.cases, town=town, seed=self._seed, with_photos=with_photos)
        return store_past_cases(self._watched(told))

    def _watched(self, told: Iterator[PastCase]) -> Iterator[PastCase]:
        for number, case in enumerate(told, start=1):
            self._note(case.report.text, *(step.name + step.said for step in case.steps))
            yield case
            if number % 500 == 0 or number == self._size.cases:
                self._progress("cases", number, self._size.cases)

    def _note(self, *texts: str) -> None:
        for text in texts:
            self._digest.update(text.encode())

    def _dice(self, part: str) -> random.Random:
        return dice(self._seed, part)
