"""Draws real maps and writes what came of it: a picture of each, and a table of figures to read beside it.

    python -m benchmarks.drawn_maps shanghai helsinki ningbo --out var/bench/maps

Shanghai and Helsinki have streets and buildings, their households are estimated, and communities are made up along main
streets. Ningbo has communities alone: 3,000 households are assumed in each.
"""

import argparse
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import django
import numpy as np

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.site.settings")
django.setup()

from benchmarks.drawn_layers import layers_of, with_communities  # noqa: E402 Django is set up first

from linli.grids.drawing.scoring import figures, score  # noqa: E402 as above
from linli.grids.drawing.search import draw  # noqa: E402 as above
from linli.grids.exports.picture import PictureOptions, picture_of  # noqa: E402 as above
from linli.grids.ground.cleaning import clean  # noqa: E402 as above
from linli.grids.ground.cutting import cut  # noqa: E402 as above
from linli.grids.ground.estimating import estimate  # noqa: E402 as above
from linli.grids.ground.layers import Layers  # noqa: E402 as above
from linli.grids.rules.settings import Band, DrawSettings  # noqa: E402 as above
from linli.grids.rules.workload import Weights  # noqa: E402 as above
from linli.places.readers.maps import read_maps  # noqa: E402 as above

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("LINLI_SHARED", ROOT.parent / "shared")) / "data"
SETTINGS = DrawSettings(target=400, band=Band(300, 500), seed=1)


@dataclass(frozen=True)
class Drawing:
    """One map drawn: its figures by name."""

    name: str
    figures: dict[str, str]


def shanghai() -> Layers:
    """Read central Shanghai."""
    maps = read_maps(sorted((SHARED / "osm-shanghai-lujiazui").glob("*.geojson"))).layers
    return with_communities(layers_of(maps), maps)


def helsinki() -> Layers:
    """Read central Helsinki."""
    maps = read_maps([SHARED / "osm-helsinki" / "Helsinki.osm.pbf"]).layers
    return with_communities(layers_of(maps), maps)


def suburb() -> Layers:
    """Read a small Finnish suburb."""
    maps = read_maps([SHARED / "osm-helsinki" / "test.osm.pbf"]).layers
    return with_communities(layers_of(maps), maps)


def ningbo() -> Layers:
    """Read the communities of Ningbo."""
    return layers_of(read_maps([SHARED / "community-boundaries-ningbo" / "communities.geojson"]).layers)


MAPS: dict[str, Callable[[], Layers]] = {
    "shanghai": shanghai, "helsinki": helsinki, "suburb": suburb, "ningbo": ningbo,
}  # fmt: skip


def drawn(name: str, folder: Path, options: PictureOptions) -> Drawing:
    """Draw one map, write its picture, and give the figures."""
    layers, findings = clean(MAPS[name]())
    for one in findings:
        print(f"{name}: {'mended' if one.is_mended else 'look'}: {one.sentence}")
    layers = estimate(layers)
    started = time.process_time()
    units = cut(layers, SETTINGS, Weights())
    cutting = time.process_time() - started
    started = time.process_time()
    plan = draw(units.graph, SETTINGS)
    drawing = time.process_time() - started
    found = score(units.graph, plan.grid, SETTINGS)
    (folder / f"{name}.png").write_bytes(picture_of(units, plan.grid, layers, SETTINGS, options))
    least = min(one.compactness for one in figures(units.graph, plan.grid, SETTINGS))
    return Drawing(name, {
        "communities": str(len(layers.communities)),
        "households": f"{found.households:,.0f}",
        "units": f"{len(units.graph):,}",
        "grids": str(found.grids),
        "worst": f"{found.worst_deviation:.1%}",
        "mean": f"{found.mean_deviation:.1%}",
        "within 10 %": f"{found.share_within_tolerance:.1%}",
        "in band": "-" if found.share_in_band is None else f"{found.share_in_band:.1%}",
        "broken": str(found.broken),
        "compactness": f"{found.compactness:.3f}",
        "least compact": f"{least:.3f}",
        "street share": f"{found.street_share:.1%}",
        "inside": f"{found.inside_m / 1000:.2f} km",
        "compounds": str(len(np.unique(units.graph.compound[units.graph.compound >= 0]))),
        "compounds cut": str(found.compounds_cut),
        "cut": f"{cutting:.1f} s",
        "drawn": f"{drawing:.1f} s",
    })  # fmt: skip


def main(words: Sequence[str] | None = None) -> None:
    """Draw the maps asked for and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=", ".join(MAPS))
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "bench" / "maps")
    parser.add_argument("--width", type=int, default=2000)
    parser.add_argument("--units", action="store_true", help="outline the units too")
    asked = parser.parse_args(words)
    asked.out.mkdir(parents=True, exist_ok=True)
    options = PictureOptions(width_px=asked.width, with_units=asked.units)
    rows = [drawn(name, asked.out, options) for name in asked.names or MAPS]
    for figure in rows[0].figures:
        print(f"{figure:14}", *(f"{row.figures[figure]:>14}" for row in rows))


if __name__ == "__main__":
    main()
