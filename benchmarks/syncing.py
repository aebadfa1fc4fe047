"""Five hundred phones that come back into reach at once, each with a morning's work: every command applied, exactly once.

A morning is twelve commands: five reports, one of them settled on the spot, two orders taken on and answered, two notes,
one call for help. Photos are left out, as in the budget; each phone sends its morning in one pressed request, and the
server's answers are read as a phone reads them.
"""

import asyncio
import datetime as dt
import gzip
import json
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from benchmarks.courses import Ground, case_id, course, point_in, reports, unit_of
from benchmarks.load import HOST, exchange, median_of, post
from benchmarks.server import Server, linli_serve
from benchmarks.shapes import Options, Row, at_least, at_most, told
from benchmarks.stock import RUN
from benchmarks.watching import database_cpu_seconds, load_average
from django.utils import timezone

from linli.cases.actions.past import PastCase, store_past_cases
from linli.cases.catalogue import KindDeclaration
from linli.cases.models import Case, CaseRecord, Task
from linli.cases.queries.kinds import catalogue
from linli.cases.rules import Evidence
from linli.fieldsync.actions.devices import NewDevice, register_device
from linli.fieldsync.models import Device, FieldCommand
from linli.site.sampletown.blocks import Part
from linli.site.sampletown.chance import dice
from linli.site.sampletown.staffing import office_of
from linli.staff import queries as staff
from linli.staff.rules import RESIDENT

PHONES = 500
CPU_MS, PER_SECOND = 5.0, 300.0
_PATIENCE_S = 180.0
_BEHIND = 2  # steps of an order that waits for its unit: filed, dispatched
_ORDERS = 2
# What phones wait for; and the same while the background worker tells what follows of it (triage, notices) on the same cores.
_RUNS = ((False, f"field sync, {PHONES} phones"), (True, f"field sync, {PHONES} phones, worker beside it"))

type Command = dict[str, object]


class TooFewGrids(Exception):
    """The town has fewer grids than there are phones."""


@dataclass(frozen=True)
class Phone:
    """A registered phone of a grid's worker."""

    id: UUID
    token: str
    grid: Part


@dataclass
class _Run:
    """What one run brought."""

    seconds: float = 0.0
    server_ms: float = 0.0
    database_ms: float = 0.0
    lost: int = 0
    latencies_ms: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)

    @property
    def commands(self) -> int:
        """How many commands were answered."""
        return self.outcomes.total()


def run(options: Options, ground: Ground) -> list[Row]:
    """Measure the morning of all phones, several times over."""
    phones, rows = _phones(ground), list[Row]()
    try:
        for with_worker, name in _RUNS:
            with linli_serve(with_worker=with_worker) as server:
                _once(server, phones[:40], ground)  # warm
                runs = [_once(server, phones, ground) for _ in range(options.repeats)]
            rows += _rows(name, runs)
    finally:
        _clear(phones)
    return rows


def _rows(name: str, runs: Sequence[_Run]) -> Iterator[Row]:
    each = [(run.server_ms, run.database_ms) for run in runs]
    busy = f"load {load_average():.1f}"
    parts = f"server {median_of([one for one, _ in each]):.2f}, database {median_of([two for _, two in each]):.2f}"
    yield at_most(name, CPU_MS, median_of([sum(one) for one in each]), "CPU-ms a command", note=f"{parts}; {busy}")
    rates = [run.commands / run.seconds for run in runs]
    answers = ", ".join(
        f"{count} {outcome}" for outcome, count in sum((run.outcomes for run in runs), Counter()).items()
    )
    yield at_least(name, PER_SECOND, median_of(rates), "commands/s", note=f"{answers}; {busy}")
    yield told(name, median_of([_p95(run) for run in runs]), "ms p95 of a request", note=f"all at once; {busy}")
    yield at_most(
        name, 0, float(sum(run.lost for run in runs)), "commands lost or doubled", note="counted in the store"
    )


def _p95(run: _Run) -> float:
    ordered = sorted(run.latencies_ms)
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def _once(server: Server, phones: Sequence[Phone], ground: Ground) -> _Run:
    mornings = _mornings(phones, ground)
    requests = [_request(phone, commands) for phone, commands in mornings.items()]
    before, before_db, found = server.cpu_seconds, database_cpu_seconds(), _Run()
    start = time.perf_counter()
    asyncio.run(_all_at_once(server.port, requests, found))
    found.seconds = time.perf_counter() - start
    each = 1000 / max(found.commands, 1)
    found.server_ms, found.database_ms = (
        (server.cpu_seconds - before) * each,
        (database_cpu_seconds() - before_db) * each,
    )
    found.lost = _lost(mornings)
    return found


async def _all_at_once(port: int, requests: Sequence[bytes], found: _Run) -> None:
    await asyncio.gather(*(_send(port, request, found) for request in requests))


async def _send(port: int, request: bytes, found: _Run) -> None:
    start = time.perf_counter()
    reader, writer = await asyncio.open_connection(HOST, port, limit=1 << 20)
    writer.write(request)
    status, body = await asyncio.wait_for(exchange(reader), _PATIENCE_S)
    found.latencies_ms.append((time.perf_counter() - start) * 1000)
    answers = json.loads(body)["answers"] if status == 200 else [{"outcome": f"status {status}"}]
    found.outcomes.update(one["outcome"] for one in answers)
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()


def _request(phone: Phone, commands: Sequence[Command]) -> bytes:
    sent = {"device": str(phone.id), "sent_at": timezone.now().isoformat(), "commands": commands}
    headers = {"Authorization": f"Bearer {phone.token}", "Content-Encoding": "gzip", "Accept-Language": "zh-Hans"}
    return post("/field/api/commands", gzip.compress(json.dumps(sent).encode(), 5), headers=headers)


def _phones(ground: Ground) -> list[Phone]:
    """Register a phone for the worker of each of the first five hundred grids."""
    if len(ground.grids) <= PHONES:
        raise TooFewGrids(len(ground.grids))
    phones = []
    for grid in ground.grids[1 : PHONES + 1]:
        actor = staff.actor_of(staff.account_named(f"grid{grid.code[6:]}"))
        new = NewDevice(uuid4(), "bench", "benchmark", "0")
        phones.append(Phone(new.id, register_device(new, by=actor, at=timezone.now()).token, grid))
    return phones


def _mornings(phones: Sequence[Phone], ground: Ground) -> dict[Phone, list[Command]]:
    """Put each phone's morning together; the orders in it are stored just before."""
    thrown = dice(time.time_ns(), "sync")
    on_spot = [code for code, kind in sorted(catalogue().kinds.items()) if kind.on_spot and not kind.confidential]
    own = _kinds_of_communities(phones[0].grid.code)
    orders = iter(_orders(phones, own, ground, thrown))
    return {phone: _morning(phone, [next(orders) for _ in range(_ORDERS)], on_spot, ground, thrown) for phone in phones}


def _kinds_of_communities(grid: str) -> list[str]:
    """List the kinds that are the community's own work and need no photo as evidence."""
    return [code for code, kind in sorted(catalogue().kinds.items()) if _is_own(kind, grid)]


def _is_own(kind: KindDeclaration, grid: str) -> bool:
    return kind.evidence is Evidence.NONE and not kind.confidential and unit_of(kind.code, grid) == office_of(grid[:12])


def _orders(phones: Sequence[Phone], kinds: Sequence[str], ground: Ground, thrown: random.Random) -> list[UUID]:
    """Store two cases for each phone that have come as far as its unit."""
    at, number = timezone.now() - dt.timedelta(hours=6), time.time_ns()
    times = [at + dt.timedelta(hours=hour) for hour in range(1, _BEHIND + 1)]
    drafts = reports(ground, len(phones) * _ORDERS, seed=str(number))
    cases = []
    for place, draft in enumerate(drafts):
        grid = phones[place // _ORDERS].grid
        lon, lat = point_in(ground.net, grid, thrown)
        report = replace(
            draft, area_code=grid.code, kind_code=thrown.choice(kinds), lon_cgcs2000=lon, lat_cgcs2000=lat,
            source=f"{RUN}sync",
        )  # fmt: skip
        steps = course(report, times, until=timezone.now())
        cases.append(PastCase(case_id(at, thrown), str(number + place), report, at, RESIDENT, steps))
    store_past_cases(cases)
    return [case.id for case in cases]


def _morning(
    phone: Phone, orders: Sequence[UUID], on_spot: Sequence[str], ground: Ground, thrown: random.Random
) -> list[Command]:
    made = [_reported(phone, thrown.choice(on_spot), ground, thrown) for _ in range(5)]
    made[4]["payload"]["settled"] = {"result": "已当场处理完毕"}  # type: ignore[index]  # a report's payload
    keys = [str(order) for order in orders]
    noted = [str(one["record"]).partition(":")[2] for one in made[:2]]
    return [
        *made,
        *(_of_case("case.accept", key) for key in keys),
        *(_of_case("case.note", key, text="下午再来看一次，已联系物业") for key in noted),
        _of_case("case.help", keys[0], text="需要两个人一起抬，请安排支援"),
        *(_of_case("case.answer", key, result="已经处理完毕，居民知情") for key in keys),
    ]


def _reported(phone: Phone, kind: str, ground: Ground, thrown: random.Random) -> Command:
    lon, lat = point_in(ground.net, phone.grid, thrown)
    text = f"{phone.grid.name}{thrown.randint(1, 99)}号门前需要处理，影响通行"
    return _of_case("case.report", str(uuid4()), text=text, kind=kind, lon=lon, lat=lat, accuracy_m=12.0, place="gps")


def _of_case(name: str, case: str, /, **said: object) -> Command:
    at = (timezone.now() - dt.timedelta(minutes=30)).isoformat()
    payload = {"case": case, **said}
    return {"id": str(uuid4()), "at": at, "name": name, "record": f"case:{case}", "payload": payload, "media": []}


def _lost(mornings: dict[Phone, list[Command]]) -> int:
    """Count in the store: each command once in the ledger, each of its lines once in its case's history."""
    commands = [one for made in mornings.values() for one in made]
    ids = [UUID(str(one["id"])) for one in commands]
    kept = FieldCommand.objects.filter(pk__in=ids, outcome="applied").count()
    lines = Counter(CaseRecord.objects.filter(command_id__in=ids).values_list("command_id", flat=True))
    return len(ids) - kept + sum(lines[one] != 1 for one in ids)


def _clear(phones: Sequence[Phone]) -> None:
    """Take away what the phones have left, so that the next run finds the same stock."""
    devices = [phone.id for phone in phones]
    ledger = FieldCommand.objects.filter(device_id__in=devices)
    records = ledger.filter(name="case.report").values_list("record", flat=True)
    cases = [UUID(record.partition(":")[2]) for record in records]
    for start in range(0, len(cases), 1_000):
        some = cases[start : start + 1_000]
        for model in (CaseRecord, Task):
            model.objects.filter(case_id__in=some)._raw_delete(using="default")
        Case.objects.filter(pk__in=some)._raw_delete(using="default")
    ledger._raw_delete(using="default")
    Device.objects.filter(pk__in=devices).delete()
