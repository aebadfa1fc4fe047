"""Run benchmarks over the benchmark installation: `python -m benchmarks '{"names": ["locate", "file"]}'`.

`linli bench` starts this with the environment of that installation. One JSON line per row goes to standard output.
"""

import fcntl
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.site.settings")
django.setup()

from benchmarks.courses import Ground  # noqa: E402 Django is set up first
from benchmarks.shapes import Line, Options, Row  # noqa: E402 as above
from benchmarks.stock import clear_away, lay_ground, make_stock  # noqa: E402 as above

# Each program by the name people call it, with the module that holds it and whether it asks the stored cases.
PROGRAMS: Mapping[str, tuple[str, bool]] = {
    "locate": ("locate", False),
    "clocks": ("clocks", False),
    "triage": ("triage", False),
    "file": ("filing", True),
    "list": ("listing", True),
    "detail": ("reading", True),
    "transition": ("stepping", True),
    "import": ("importing", True),
    "sweep": ("sweeping", True),
    "sync": ("syncing", True),
    "start": ("starting", True),
    "repeats": ("repeating", True),
    "boston": ("boston", False),
    "link": ("linkage", False),
    "link-public": ("linkage_public", False),
    "residents": ("registering", False),
    "addresses": ("addressing", False),
    "rolls": ("rolling", False),
    "query": ("querying", False),
    "snapshot": ("snapshotting", False),
    "pull": ("pulling", False),
    "grids": ("grids", False),
}

OTHERWISE = {"step": "transition"}  # what programs were called before
WITH_OPTIONS = frozenset(
    {"residents", "rolls", "query", "snapshot", "pull", "grids"}
)  # lay their own ground, as large as the options say
STORING = frozenset({"file", "transition", "import", "sweep", "sync"})


def main() -> None:
    """Run what is asked for, and print each row as it is measured."""
    asked = json.loads(sys.argv[1]) if len(sys.argv) > 1 else {}
    names = asked.pop("names", []) or list(PROGRAMS)
    options = Options(**asked)
    with (settings.LINLI_DATA / "bench.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two at a time would measure, and clear away, each other's
        for name in dict.fromkeys(OTHERWISE.get(name, name) for name in names):
            for row in _run(name, options):
                print(json.dumps(row.plain), flush=True)


def _run(name: str, options: Options) -> Iterator[Row | Line]:
    module, asks_cases = PROGRAMS[name]
    program: Callable[..., Iterable[Row | Line | dict[str, object]]] = import_module(f"benchmarks.{module}").run
    try:
        if asks_cases:
            found = program(options, _stocked(options))
        else:
            found = program(options if name in WITH_OPTIONS else options.repeats)
    finally:
        if name in STORING:
            clear_away()
    for row in found:
        yield row if isinstance(row, Row | Line) else Row(**row)  # type: ignore[arg-type]  # a program that needs nothing of ours


@cache
def _stocked(options: Options) -> Ground:
    ground = lay_ground(options.residents)
    make_stock(ground, residents=options.residents, cases=options.cases)
    return ground


if __name__ == "__main__":
    main()
