"""Steps of the map editor on a community of about 300 units: `PYTHONPATH=.:src python -m benchmarks.grids_editing`.

A community of city S is stored as a draft in an installation of its own, thrown away afterwards. Each step is a POST as the
page sends it, answered with the whole panel: scorecard, grids, lists, state of the map. Prints milliseconds as JSON.
"""

import json
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

    from linli.grids.ground.units import Units
    from linli.grids.models import PlanPart

BUDGET_MS = 200
STEPS = 60


def main() -> None:
    """Measure in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"LINLI_DATA": str(Path(folder) / "data"), "DJANGO_SETTINGS_MODULE": "linli.site.settings"}
        import django  # noqa: PLC0415 the folder must be known before

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415 as above

        call_command("migrate", interactive=False, verbosity=0)
        print(json.dumps(_measure(), ensure_ascii=False))


def _measure() -> dict[str, object]:
    from django.test import Client  # noqa: PLC0415 as above

    from linli.grids.drawing.search import draw  # noqa: PLC0415 as above
    from linli.grids.rules import DrawSettings  # noqa: PLC0415 as above
    from linli.grids.tests.squares import store_units  # noqa: PLC0415 as above
    from linli.staff.testing import cast  # noqa: PLC0415 as above

    units, settings = _community(), DrawSettings(target=450)
    jiang = cast().jiang
    part = store_units(units, draw(units.graph, settings).grid, settings)
    client = Client(SERVER_NAME="localhost")
    client.force_login(jiang.account)
    return {"units": len(units.graph), "grids": len(part.grids), "budget_ms": BUDGET_MS} | _timed(client, part, units)


def _community() -> "Units":
    """Take the community of city S whose units are nearest to 300, each on a square of its size."""
    import numpy as np  # noqa: PLC0415 as above
    import shapely  # noqa: PLC0415 as above
    from benchmarks.grid_cities import city  # noqa: PLC0415 as above

    from linli.grids.ground.parting import part_of  # noqa: PLC0415 as above
    from linli.grids.ground.units import Units  # noqa: PLC0415 as above

    town = city("S")
    graph, half = town.graph, np.sqrt(town.graph.area_m2) / 2
    west, south, east, north = *(graph.xy_m - half[:, None]).T, *(graph.xy_m + half[:, None]).T
    whole = Units(
        origin_cgcs2000=(114.30, 30.60),
        community_codes=tuple(f"{one:012d}" for one in range(graph.communities)),
        graph=graph,
        cells=shapely.box(west, south, east, north),
        block=town.block,
        buildings=(),
        building_unit=np.zeros(0, np.int32),
        compound_names=tuple(f"小区{one}" for one in range(int(graph.compound.max(initial=-1)) + 1)),
        fixed_names=(),
        fixed_kinds=(),
        is_estimated=np.zeros(len(graph), bool),
    )
    return part_of(whole, int(np.abs(np.bincount(graph.community) - 300).argmin()))


def _timed(client: "Client", part: "PlanPart", units: "Units") -> dict[str, object]:
    """Send steps of every kind and measure those that were taken; a refused one counts too, it is answered as well."""
    taken: dict[str, list[float]] = {}
    address = f"/desk/grids/plans/{part.plan_id}/{part.community_code}/edits"
    for what, said in _steps(part, units):
        part.refresh_from_db(fields=["version", "grids"])
        began = time.perf_counter()
        answer = client.post(address, {"what": what, "version": part.version, **said}, headers={"HX-Request": "true"})
        spent = (time.perf_counter() - began) * 1000
        if answer.status_code != 200:
            raise SystemExit(answer.content.decode()[:400])
        taken.setdefault(what, []).append(spent)
    every = sorted(one for times in taken.values() for one in times[1:])
    kinds = {what: round(statistics.median(times), 1) for what, times in taken.items()}
    return {
        "steps": len(every), "median_ms": round(statistics.median(every), 1),
        "p95_ms": round(every[int(len(every) * 0.95)], 1), "worst_ms": round(every[-1], 1), "median_ms_by_kind": kinds,
    }  # fmt: skip


def _steps(part: "PlanPart", units: "Units") -> Iterator[tuple[str, dict[str, object]]]:
    from linli.grids.queries.plans import grid_of_unit  # noqa: PLC0415 as above

    contacts = list(zip(units.graph.contact_a.tolist(), units.graph.contact_b.tolist(), strict=True))
    for turn in range(STEPS):
        part.refresh_from_db(fields=["grid_of_unit"])
        grid = grid_of_unit(part)
        a, b = next(pair for pair in contacts[turn * 7 % len(contacts) :] + contacts if grid[pair[0]] != grid[pair[1]])
        yield "move-units", {"units": a, "to": int(grid[b])}
        yield "move-block", {"units": b, "to": int(grid[a])}
        if turn % 4 == 0:
            yield "split", {"grid": turn % len(part.grids)}
            yield "undo", {}
            yield "merge", {"grid": int(grid[a]), "other": int(grid[b])}
            yield "undo", {}


if __name__ == "__main__":
    main()
