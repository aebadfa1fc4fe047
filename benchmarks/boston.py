"""A city's three months replayed: hints at duplicates against those marked, on-time figures against the file's own.

    python -m benchmarks.boston            # tables for people
    linli bench boston                     # the rows of the benchmark table

Runs in an installation of its own, made anew in a temporary folder. The data may not be copied into this repository.
"""

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.boston_cases import FILE
from benchmarks.shapes import Row, at_least, at_most, told

FILE_MISSING = "the cases of Boston are not here"
BUDGET_CPU_SECONDS = 400.0
LEAST_PAIRS = 0.70  # of the pairs named, in the half of time that nothing was chosen on
LEAST_EITHER = 0.25


def run(_repeats: int = 1) -> list[Row]:
    """Replay once, in a process that has the city's own catalogue, and give the rows; none where the data are not there."""
    if not FILE.is_file():
        return []
    found = _measured()
    learnt, plain = found["second half, learnt"], found["second half, nothing learnt"]
    note = f"{learnt['hinted']} of {learnt['reports']} reports hinted at; {learnt['pairs_found']} of {learnt['pairs']} pairs"
    return [
        at_most("Boston: replay 33,621 cases", BUDGET_CPU_SECONDS, found["CPU seconds"], "CPU-s", note=f"{found['seconds']:.0f} s by the clock"),
        at_least("Boston: pairs of duplicates found", LEAST_PAIRS, learnt["recall of pairs"], "", note=note),
        at_least("Boston: hints at what was marked", LEAST_EITHER, learnt["precision, either"], "", note="a lower bound"),
        told("Boston: the same, nothing learnt", plain["precision, either"], "", note=f"pairs {plain['recall of pairs']:.3f}"),
        at_most("Boston: figures that differ", 0, found["figures that differ"], "", note=f"{found['figures compared']} compared"),
    ]  # fmt: skip


def main() -> None:
    """Print what was found, for people."""
    if not FILE.is_file():
        sys.exit(f"{FILE_MISSING}: {FILE}")
    print(json.dumps(_measured(), indent=2, ensure_ascii=False))


def _measured() -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="linli-boston-") as folder:
        known = {"LINLI_DATA": folder, "LINLI_DATABASE_URL": "", "LINLI_CATALOGUE": f"{folder}/catalogue"}
        command = [sys.executable, "-m", "benchmarks.boston", "here", folder]
        child = subprocess.run(command, env={**os.environ, **known}, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, object] = json.loads(child.stdout.splitlines()[-1])
    return found


def _here(folder: Path) -> None:
    """Work in the installation that the environment names."""
    from benchmarks import boston_cases as city  # noqa: PLC0415 as the town below

    cases = [case for case in city.read_cases() if not city.ends_before_it_begins(case)]
    Path(os.environ["LINLI_CATALOGUE"]).mkdir(parents=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.site.settings")
    import django  # noqa: PLC0415 the environment is set first

    django.setup()
    from benchmarks.boston_measuring import measure  # noqa: PLC0415 Django is set up first

    started = time.perf_counter()
    found = measure(cases, folder)
    spent = {"seconds": round(time.perf_counter() - started, 1), "CPU seconds": round(time.process_time(), 1)}
    print(json.dumps(found | spent, default=_plain))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.datetime) else str(value)


if __name__ == "__main__":
    if sys.argv[1:2] == ["here"]:
        _here(Path(sys.argv[2]))
    else:
        main()
