"""What a phone pulls: a first load of a grid of 1,500 residents, nothing new, and twenty changes; and a slow line."""

import gzip
import http.client
import json
import time
from dataclasses import dataclass
from typing import Any

from benchmarks.grid import GRID, Grid, clear_grid, lay_grid
from benchmarks.load import HOST
from benchmarks.server import Server, linli_serve
from benchmarks.shapes import Options, Row, at_most, told
from benchmarks.watching import database_cpu_seconds, load_average

from linli.register.models import Resident
from linli.site import preparing

RESIDENTS, CASES, CHANGED = 1_500, 40, 20
MOST_KB, MOST_S = 1_000, 3.0
_BYTES_A_SECOND = 1_000_000 // 8  # of a line of 1 Mbit/s
_SIP = 4 * 1024
_FIRST, _EMPTY, _SOME = 20, 200, 40


@dataclass(frozen=True)
class Answer:
    """One answer: its size on the line, what it says, and how long it took."""

    size: int
    body: dict[str, Any]  # Any: JSON
    seconds: float


def run(_options: Options) -> list[Row]:
    """Measure over `linli serve` and the benchmark installation."""
    preparing.prepare()
    grid = lay_grid(RESIDENTS, cases=CASES)
    try:
        with linli_serve(with_worker=False) as server:
            return _measured(server, grid)
    finally:
        clear_grid()


def _measured(server: Server, grid: Grid) -> list[Row]:
    first = _pull(server, grid)
    slow = _pull(server, grid, bytes_a_second=_BYTES_A_SECOND)
    rows = {name: len(part["put"]) for name, part in first.body["parts"].items()}
    first_ms = _cpu_ms(server, _FIRST, lambda: _pull(server, grid))
    cursor = _pull(server, grid).body["cursor"]
    empty = _pull(server, grid, cursor=cursor)
    empty_ms = _cpu_ms(server, _EMPTY, lambda: _pull(server, grid, cursor=cursor))
    changed = _change(grid)
    some = _pull(server, grid, cursor=cursor)
    some_ms = _cpu_ms(server, _SOME, lambda: _pull(server, grid, cursor=cursor))
    sent = sum(len(part["put"]) for part in some.body["parts"].values())
    said = f"{sum(rows.values()):,} rows: {', '.join(f'{name} {count}' for name, count in rows.items())}"
    load = f"load {load_average():.1f}"
    return [
        at_most("first pull of a grid", MOST_KB, first.size / 1000, "kB gz", note=said),
        at_most("first pull over 1 Mbit/s", MOST_S, slow.seconds, "s", note=f"server's work included; {load}"),
        told("first pull", first_ms, "CPU-ms", note=load),
        told("nothing new", empty_ms, "CPU-ms", note=f"{empty.size} bytes; {load}"),
        told(f"{changed} people changed", some_ms, "CPU-ms", note=f"{some.size / 1000:.1f} kB gz, {sent} rows; {load}"),
    ]


def _pull(server: Server, grid: Grid, *, cursor: str = "", bytes_a_second: int = 0) -> Answer:
    """Pull as a phone does; with a speed, the answer is read no faster than a line of that speed brings it."""
    door = http.client.HTTPConnection(HOST, server.port, timeout=60)
    headers = {"Authorization": f"Bearer {grid.token}", "Accept-Encoding": "gzip", "Accept-Language": "zh-hans"}
    began = time.perf_counter()
    door.request("GET", f"/field/api/changes?cursor={cursor}", headers=headers)
    found = door.getresponse()
    content = _sipped(found, began, bytes_a_second) if bytes_a_second else found.read()
    seconds = time.perf_counter() - began
    door.close()
    if found.status != http.HTTPStatus.OK:
        raise RuntimeError(content.decode(errors="replace"))
    pressed = found.headers.get("Content-Encoding") == "gzip"
    return Answer(len(content), json.loads(gzip.decompress(content) if pressed else content), seconds)


def _sipped(found: http.client.HTTPResponse, began: float, bytes_a_second: int) -> bytes:
    answered = time.perf_counter() - began
    content = b""
    while sip := found.read(_SIP):
        content += sip
        time.sleep(max(0.0, began + answered + len(content) / bytes_a_second - time.perf_counter()))
    return content


def _cpu_ms(server: Server, times: int, ask: Any) -> float:  # Any: what asks
    before = server.cpu_seconds + database_cpu_seconds()
    for _ in range(times):
        ask()
    return (server.cpu_seconds + database_cpu_seconds() - before) * 1000 / times


def _change(grid: Grid) -> int:
    """Give some people another version and sex, as an edit does."""
    ids = grid.residents[:CHANGED]
    return int(Resident.objects.filter(pk__in=ids, residencies__area_code=GRID).distinct().update(version=2))
