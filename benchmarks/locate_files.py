"""`linli areas locate` on a file of a million points, in 1,110 and in 11,100 grids, from its start to the written table.

The grids are stored in an installation of their own beside that of the other benchmarks (SQLite), made once for each size:
`python -m benchmarks.locate_files 37 30` makes the smaller one over the installation that LINLI_DATA names.
"""

import datetime as dt
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import shapely
from benchmarks.shapes import Row, at_least, told
from benchmarks.watching import load_average
from django.conf import settings

BUDGET_ROWS_PER_CPU_S = 300_000
SINCE = dt.date(2020, 1, 1)
_GRIDS_A_COMMUNITY = 10


def file_rows(columns: int, rows: int, lons: np.ndarray, lats: np.ndarray) -> Iterator[Row]:
    """Run the command over the points, with and without looking for near borders."""
    surroundings = _installation(columns, rows)
    folder = Path(surroundings["LINLI_DATA"])
    _timed([*_linli(), "areas", "locate", "--help"], surroundings)
    points = folder / f"points-{len(lons)}.csv"
    if not points.exists():
        _write(points, lons, lats)
    for near_m, budget in ((20, BUDGET_ROWS_PER_CPU_S), (0, None)):
        options = ["--near", str(near_m), "-o", str(folder / "out.csv"), "--outside", str(folder / "outside.csv")]
        wall_s, cpu_s = _timed([*_linli(), "areas", "locate", str(points), *options], surroundings)
        name = f"areas locate, {columns * rows:,} grids{', near borders told' if near_m else ''}"
        note = f"with its start; {len(lons) / wall_s:,.0f} rows/s on the clock, load {load_average():.1f}"
        make = partial(at_least, name, budget) if budget else partial(told, name)
        yield make(len(lons) / cpu_s, "rows/CPU-s", note=note)


def _installation(columns: int, rows: int) -> dict[str, str]:
    data = settings.LINLI_DATA / f"locating-{columns * rows}"
    surroundings = {
        **os.environ,
        "LINLI_DATA": str(data),
        "LINLI_DATABASE_URL": "",
        "PYTHONPYCACHEPREFIX": str(data / "code"),
    }
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)  # installed, the program is compiled beforehand
    if not (data / "made").exists():
        data.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "benchmarks.locate_files", str(columns), str(rows)]
        subprocess.run(command, env=surroundings, check=True)
        (data / "made").touch()
    return surroundings


def _write(path: Path, lons: np.ndarray, lats: np.ndarray) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("id,lon,lat\n")
        file.writelines(
            f"{place},{lon:.7f},{lat:.7f}\n" for place, (lon, lat) in enumerate(zip(lons, lats, strict=True))
        )


def _linli() -> list[str]:
    return [sys.executable, "-m", "linli.site.cli"]


def _timed(command: list[str], surroundings: dict[str, str]) -> tuple[float, float]:
    """Give the seconds on the clock and of the processor."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, env=surroundings, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - begun, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _make(columns: int, rows: int) -> None:
    """Store the grids and their communities."""
    import django  # noqa: PLC0415 in a process of its own

    django.setup()
    from benchmarks.locate import codes_of, lattice  # noqa: PLC0415 as above

    from linli.core.bulk import insert_models  # noqa: PLC0415 as above
    from linli.places.models import Area  # noqa: PLC0415 as above
    from linli.site import preparing  # noqa: PLC0415 as above

    preparing.prepare()
    shapes, codes = np.array(lattice(columns, rows)), codes_of(columns * rows)
    areas = [
        _area(Area, code, "grid", f"第{int(code[12:])}网格", shape) for code, shape in zip(codes, shapes, strict=True)
    ]
    for first in range(0, len(shapes), _GRIDS_A_COMMUNITY):
        whole = shapely.union_all(shapes[first : first + _GRIDS_A_COMMUNITY])
        areas.append(_area(Area, codes[first][:12], "community", f"第{first // _GRIDS_A_COMMUNITY + 1}社区", whole))
    insert_models(areas)


def _area(model: type, code: str, level: str, name: str, shape: shapely.Geometry) -> object:
    parent = code[: {"grid": 12, "community": 9}[level]]
    return model(
        code=code, level=level, name=name, parent_code=parent, valid_from=SINCE, boundary=shapely.to_wkb(shape)
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.site.settings")
    _make(int(sys.argv[1]), int(sys.argv[2]))
