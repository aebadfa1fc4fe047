"""People from a street's spreadsheet: a million rows with planted errors, taken in, killed half-way and taken up again."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from benchmarks.people_files import (
    OUTSIDE,
    Written,
    flats,
    flats_needed,
    write_people,
)
from benchmarks.shapes import Options, Row, at_least, told
from benchmarks.watching import database_cpu_seconds, load_average
from django.conf import settings
from django.db import connection

from linli.core.bulk import insert_rows
from linli.core.ids import new_id
from linli.places.models import Building, Compound, Dwelling, Entrance
from linli.register.models import Household, ImportBatch, ImportFault, Residency, Resident
from linli.site import preparing

BUDGET_PER_SECOND = 10_000.0
DISTRICT, OUTSIDE_DISTRICT = "990199", "990198"
_LON, _LAT = 111.28, 30.70


@dataclass(frozen=True)
class Import:
    """One import as its process tells of it."""

    told: dict[str, object]
    seconds: float
    cpu_seconds: float
    database_seconds: float
    most_mb: float


class EndedEarly(Exception):
    """The import was done before it could be killed: the file is too small for this machine."""


def run(options: Options) -> list[Row]:
    """Measure `linli register import` over a file of so many rows as there are residents."""
    preparing.prepare()
    _clear()
    with TemporaryDirectory(prefix="linli-bench-", dir=settings.LINLI_DATA) as folder:
        file = Path(folder) / "residents.csv"
        written = write_people(file, options.residents)
        _build(options.residents)
        try:
            return list(_rows(file, written))
        finally:
            _clear()


def _rows(file: Path, written: Written) -> Iterator[Row]:
    whole = _import(file)
    digest = register_digest()
    good = written.rows - len(written.planted)
    rate = written.rows / whole.seconds
    python, database = (1e6 * spent / written.rows for spent in (whole.cpu_seconds, whole.database_seconds))
    note = f"{written.rows:,} rows; Python {python:.0f}, database {database:.0f} CPU-µs a row; {whole.most_mb:.0f} MB; load {load_average():.1f}"
    on_postgresql = connection.vendor == "postgresql"
    name = "import residents"
    yield (
        at_least(name, BUDGET_PER_SECOND, rate, "rows/s", note=note)
        if on_postgresql
        else told(name, rate, "rows/s", note=note)
    )
    found = _found(written)
    missed = {kind.value: (found[kind], count) for kind, count in written.by_kind.items() if found[kind] != count}
    kinds = ", ".join(f"{kind.value} {count}" for kind, count in sorted(written.by_kind.items()))
    yield at_least(
        "planted errors found", float(len(written.planted)), float(found.total()), "rows", note=str(missed or kinds)
    )
    yield at_least("good rows stored", float(good), float(_stored()), "rows")
    yield _resumed(file, digest)


def _found(written: Written) -> Counter[object]:
    """Count the planted errors that were handed back under their own name."""
    back = dict(ImportFault.objects.values_list("row", "codes"))
    return Counter(kind for row, kind in written.planted.items() if kind.value in back.get(row, []))


def _resumed(file: Path, digest: str) -> Row:
    """Kill an import half-way, take it up again, and compare the register with the one of the unbroken run."""
    _clear(places=False)
    child = _start(file)
    total = sum(1 for _line in file.open(encoding="utf-8")) - 1
    while (done := ImportBatch.objects.values_list("next_row", flat=True).first() or 0) < total // 2:
        if child.poll() is not None:
            raise EndedEarly
        time.sleep(0.2)
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    resumed = _import(file, "--resume")
    same = register_digest() == digest
    note = f"killed behind row {done:,}, resumed in {resumed.seconds:.0f} s: {'the same' if same else 'ANOTHER'} register, {digest[:16]}"
    return at_least("killed and resumed: same register", 1.0, float(same), "", note=note)


def _start(file: Path, *more: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "linli.site.cli", "register", "import", str(file), "--area", DISTRICT, "--json"]
    errors = ["--errors", str(file.with_suffix(".errors.xlsx"))]
    return subprocess.Popen([*command, *errors, *more], stdout=subprocess.PIPE, start_new_session=True)


def _import(file: Path, *more: str) -> Import:
    """Run the command in a process of its own, start included."""
    began, before = time.perf_counter(), database_cpu_seconds()
    child, database = _start(file, *more), before
    while not (ended := os.wait4(child.pid, os.WNOHANG))[0]:
        database = max(database, database_cpu_seconds())  # its session is gone with it
        time.sleep(0.2)
    seconds, used = time.perf_counter() - began, ended[2]
    said = child.stdout.read() if child.stdout else b""
    return Import(json.loads(said), seconds, used.ru_utime + used.ru_stime, database - before, used.ru_maxrss / 1024)


def _stored() -> int:
    return Residency.objects.filter(area_code__startswith=DISTRICT).count()


def register_digest() -> str:
    """Digest what the register says, without what differs in every run: ids, nonces, moments."""
    digest = hashlib.sha256()
    rows = Residency.objects.filter(area_code__startswith=DISTRICT).order_by(
        "dwelling_id", "resident__id_number_hash", "resident__name_key"
    )
    columns = (
        "dwelling_id",
        "area_code",
        "lives",
        "registered",
        "relation",
        "since",
        "until",
        "household__dwelling_id",
        "household__since",
    )
    people = ("id_number_hash", "phone_hash", "name", "name_key", "sex", "born_on", "source")
    heads = dict(Household.objects.filter(area_code__startswith=DISTRICT).values_list("id", "head_id"))
    for household, resident, *said in rows.values_list(
        "household_id", "resident_id", *columns, *(f"resident__{name}" for name in people)
    ).iterator(chunk_size=10_000):
        digest.update(repr((heads[household] == resident, *map(str, said))).encode())
    digest.update(repr((len(heads), _stored(), sorted(ImportFault.objects.values_list("row", "codes")))).encode())
    return digest.hexdigest()


def _build(residents: int) -> None:
    """Store the compounds, buildings and dwellings that the file speaks of, and one of another district."""
    compounds: dict[str, str] = {}
    houses: dict[tuple[str, str], UUID] = {}
    doors: dict[tuple[UUID, str], UUID] = {}
    homes = []
    for flat in flats(flats_needed(residents)):
        code = compounds.setdefault(flat.compound, f"BENCH{len(compounds):06d}")
        number = int(code[5:])
        area = f"{DISTRICT}{number // 100 + 1:03d}{number // 10 % 10 + 1:03d}{number % 10 + 1:03d}"
        house = houses.setdefault((flat.compound, flat.building), new_id())
        door = doors.setdefault((house, flat.entrance), new_id())
        homes.append((new_id(), area, house, door, 1, flat.unit, "home", "lived-in"))
    _store_places(compounds, houses, doors, homes)


def _store_places(
    compounds: dict[str, str],
    houses: dict[tuple[str, str], UUID],
    doors: dict[tuple[UUID, str], UUID],
    homes: list[tuple[object, ...]],
) -> None:
    compounds = {**compounds, OUTSIDE: "BENCHOUTSIDE"}
    insert_rows(
        Compound,
        ("code", "area_code", "name", "estate_type"),
        ((code, OUTSIDE_DISTRICT if name == OUTSIDE else DISTRICT, name, "") for name, code in compounds.items()),
    )
    columns = (
        "id",
        "area_code",
        "code",
        "name",
        "compound_id",
        "street_name",
        "plate_no",
        "lon_cgcs2000",
        "lat_cgcs2000",
        "floors",
    )
    areas = {house: area for _, area, house, *_rest in homes}
    houses = {**houses, (OUTSIDE, "1号楼"): new_id()}
    areas[houses[OUTSIDE, "1号楼"]] = f"{OUTSIDE_DISTRICT}001001001"
    rows = (
        (pk, areas[pk], f"{compounds[name]}-{house}", f"{name}{house}", compounds[name], "", "", _LON, _LAT, 15)
        for (name, house), pk in houses.items()
    )
    insert_rows(Building, columns, rows)
    insert_rows(Entrance, ("id", "building_id", "name"), ((pk, house, name) for (house, name), pk in doors.items()))
    insert_rows(Dwelling, ("id", "area_code", "building_id", "entrance_id", "floor", "unit_no", "use", "state"), homes)


def _clear(*, places: bool = True) -> None:
    """Take away what these runs entered, and their buildings: other programs keep people of their own here."""
    mine = ImportBatch.objects.filter(area_code=DISTRICT)
    Resident.objects.filter(batch_id__in=mine.values("pk"))._raw_delete(using="default")
    for model in (Residency, Household):
        model.objects.filter(area_code__startswith=DISTRICT)._raw_delete(using="default")
    ImportFault.objects.filter(batch_id__in=mine.values("pk"))._raw_delete(using="default")
    mine._raw_delete(using="default")
    if places:
        Dwelling.objects.filter(area_code__startswith=DISTRICT)._raw_delete(using="default")
        Entrance.objects.filter(building__code__startswith="BENCH")._raw_delete(using="default")
        Building.objects.filter(code__startswith="BENCH")._raw_delete(using="default")
        Compound.objects.filter(code__startswith="BENCH")._raw_delete(using="default")
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze" if connection.vendor == "postgresql" else "analyze")
