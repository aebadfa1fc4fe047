"""The benchmark installation: the ground of a town of a million people, its staff, a million past cases; made once, kept.

Residents are not stored: no benchmark of cases asks for them.
"""

import datetime as dt
import sys
import time
from collections.abc import Iterator
from itertools import islice

import shapely
from benchmarks.copying import MOST_COPIES, copy_cases
from benchmarks.courses import Ground, past_cases
from django.db import connection, transaction
from django.utils import timezone

from linli.cases.actions.past import PastCase, store_past_cases
from linli.cases.models import Case, CaseRecord, Reporter, Task, TriageChoice
from linli.core.installation import installation, set_installation
from linli.core.models import StoredFact
from linli.places import actions as places
from linli.places.rules import AreaDraft, level_of
from linli.site import preparing
from linli.site.sampletown import blocks, staffing, streets
from linli.site.sampletown.chance import dice
from linli.site.sampletown.size import TownSize
from linli.staff.importing import NewPerson, Organisation, take_in
from linli.staff.rules import SYSTEM, PostFacts, Role

NAME = "测速"
RUN = "bench-"
SINCE = dt.date(2020, 1, 1)
DIFFERENT = 100_000
_STEP = 10_000


class NotOurs(Exception):
    """The data directory or database belongs to a real installation."""


def lay_ground(residents: int) -> Ground:
    """Lay out the town's streets, blocks and grids: the same ones in every run."""
    net, division = _plan(residents)
    return Ground(net, division.grids)


def make_stock(ground: Ground, *, residents: int, cases: int) -> None:
    """Store what the benchmarks need, unless it is there already."""
    preparing.prepare()
    if installation().root_code and installation().name != NAME:
        raise NotOurs(installation().name)
    if not installation().root_code:
        _make_town(residents)
    if not Case.objects.exists():
        _fill(ground, cases)


def bench_people(ground: Ground) -> dict[str, PostFacts]:
    """Name the restricted accounts that measure: one community's, one street's, one department's, the centres'."""
    first = ground.grids[len(ground.grids) // 3].code
    return {
        "community": PostFacts(Role.ACCEPTOR, first[:12], staffing.SUPERVISION),
        "street": PostFacts(Role.ACCEPTOR, first[:9], staffing.SUPERVISION),
        "department": PostFacts(Role.HANDLER, blocks.DISTRICT_CODE, staffing.CITY_CARE),
        "dispatch": PostFacts(Role.DISPATCHER, blocks.DISTRICT_CODE, staffing.COMMAND),
        "closing": PostFacts(Role.SHIFT_LEADER, blocks.DISTRICT_CODE, staffing.SUPERVISION),
    }


def username_of(part: str) -> str:
    """Give the user name of a restricted account."""
    return f"bench-{part}"


def _plan(residents: int) -> tuple[streets.Net, blocks.Division]:
    size = TownSize(residents)
    columns, rows = size.blocks
    net = streets.make_net(columns=columns, rows=rows, thrown=dice(1, "net"))
    built = blocks.lay_out(net, size, thrown=dice(1, "blocks"))
    return net, blocks.divide(net, built, size, thrown=dice(1, "division"))


def _make_town(residents: int) -> None:
    net, division = _plan(residents)
    drafts = [
        AreaDraft(part.code, part.name, level_of(part.code), shapely.to_wkb(blocks.shape_of(part, net)))
        for part in division.all()
    ]
    set_installation(name=NAME, root_code=blocks.DISTRICT_CODE, is_demo=False)
    places.import_areas(drafts, by=NAME, at=timezone.now(), on=SINCE)
    town = staffing.organise(division, thrown=dice(1, "staff"))
    posts = bench_people(Ground(net, division.grids))
    people = [NewPerson(username_of(part), f"测速{part}", (post,)) for part, post in posts.items()]
    whole = Organisation(town.units, town.duties, (*town.people, *people))
    take_in(whole, valid_from=SINCE, by=SYSTEM, at=timezone.now())


def _fill(ground: Ground, cases: int) -> None:
    """Store different cases through the common path, then copies of them; bring the planner's figures up to date."""
    different = min(cases, DIFFERENT)
    start, made = time.monotonic(), past_cases(ground, different, until=timezone.now().replace(microsecond=0))
    for done in _stored_in_steps(made):
        _say(f"{done:,} of {different:,} different cases stored, {done / (time.monotonic() - start):,.0f}/s")
    for copy in copy_cases(min(round(cases / different) - 1, MOST_COPIES)):
        _say(f"{different * (copy + 1):,} of {cases:,} cases stored")
    _look_again()
    _say(f"{Case.objects.count():,} cases in {time.monotonic() - start:,.0f} s")


def _stored_in_steps(cases: Iterator[PastCase]) -> Iterator[int]:
    done = 0
    while stored := store_past_cases(islice(cases, _STEP)):
        done += stored
        yield done


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def clear_away() -> None:
    """Remove what the runs have stored, so that the next one finds the same million: RUN begins the source of it all."""
    with transaction.atomic():
        made = Case.objects.filter(source__startswith=RUN).values("pk")
        for model in (CaseRecord, Task, Reporter, TriageChoice):
            model.objects.filter(case_id__in=made)._raw_delete(using="default")
        Case.objects.filter(source__startswith=RUN)._raw_delete(using="default")
        StoredFact.objects.filter(told_at=None)._raw_delete(using="default")  # of cases that are gone
    _look_again()


def _look_again() -> None:
    """Give freed places back and let the planner count anew."""
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze" if connection.vendor == "postgresql" else "analyze")
