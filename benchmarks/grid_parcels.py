"""The ground of a benchmark city: real streets to blocks, blocks to parcels, parcels to buildings with households.

Streets are those of Wuhan and Aleppo (OpenStreetMap, simplified by neatnet); what stands between them is invented, after
the densities of a Chinese city: industry and parks, low houses, slabs of five to seven floors, towers.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Geometries = NDArray[np.object_]

LOW, SLABS, TOWERS = 1, 2, 3  # kinds of a parcel; 0: industry or park
BUILDINGS_PER_HA = np.array([0.5, 25.0, 7.0, 3.0])  # by kind
_SHARES = (0.41, 0.765, 0.93)  # of parcels: no homes, low houses, slabs; the rest are towers
_LEAST_BLOCK_M2, _MOST_BLOCK_M2 = 400.0, 1.2e6  # smaller: traffic islands; larger: water and hills
_LEAST_PARCEL_M2 = 6000.0
_BUILDINGS_PER_HA_OF_GROUND = 10.4
_CARE_WEIGHTS = (3.0, 1.5, 0.3)  # key care, elderly or child, vacant; an ordinary household weighs 1


@dataclass(frozen=True)
class Parcels:
    """Pieces of ground between walls or lanes, each in one block, each of one kind."""

    shapes: Geometries
    block: Ints
    kind: Ints


@dataclass(frozen=True)
class Buildings:
    """Points with the parcel they stand in, their households, and the work these make."""

    xy_m: Floats
    parcel: Ints
    households: Floats
    workload: Floats


def blocks_of(streets: Path, wanted_units: int) -> Geometries:
    """Cut the ground at the streets and take the blocks around the densest part until they hold enough buildings."""
    import pyarrow.parquet as parquet  # noqa: PLC0415 heavy, and of no use to the other benchmarks

    lines = shapely.from_wkb(parquet.read_table(streets, columns=["geometry"])["geometry"].to_pylist())
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(shapely.force_2d(lines))]))
    area_m2 = shapely.area(faces)
    faces = faces[(area_m2 > _LEAST_BLOCK_M2) & (area_m2 < _MOST_BLOCK_M2)]
    middles = shapely.get_coordinates(shapely.centroid(faces))
    faces = faces[np.argsort(np.hypot(*(middles - _densest(middles)).T), kind="stable")]
    wanted_m2 = wanted_units / _BUILDINGS_PER_HA_OF_GROUND * 1e4
    return faces[: np.searchsorted(np.cumsum(shapely.area(faces)), wanted_m2) + 1]


def cut_parcels(blocks: Geometries, *, median_ha: float, generator: np.random.Generator) -> Parcels:
    """Halve blocks across their long side until each piece has the size it was thrown; then throw its kind."""
    done, block_of = list[Geometries](), list[Ints]()
    open_, block = blocks, np.arange(len(blocks))
    for _round in range(14):
        wanted_m2 = np.exp(generator.normal(np.log(median_ha * 1e4), 0.7, len(open_)))
        area_m2 = shapely.area(open_)
        small = (area_m2 < 1.5 * wanted_m2) | (area_m2 < _LEAST_PARCEL_M2)
        done.append(open_[small])
        block_of.append(block[small])
        if small.all():
            break
        open_, from_ = _halves(open_[~small], generator)
        block = block[~small][from_]
    shapes = shapely.make_valid(np.concatenate(done))
    sound = (shapely.get_type_id(shapes) == 3) & (shapely.area(shapes) > 100)
    shapes = shapes[sound]
    return Parcels(shapes, np.concatenate(block_of)[sound], _kinds(shapes, generator))


def put_up(parcels: Parcels, generator: np.random.Generator) -> Buildings:
    """Stand buildings on a shaken lattice in each parcel, at least one in each, and let households move in."""
    corner, along, across = _boxes(parcels.shapes)
    spacing_m = np.sqrt(1e4 / BUILDINGS_PER_HA[parcels.kind])
    columns = np.maximum(1, np.round(np.hypot(*along.T) / spacing_m)).astype(int)
    rows = np.maximum(1, np.round(np.hypot(*across.T) / spacing_m)).astype(int)
    count = columns * rows
    parcel = np.repeat(np.arange(len(parcels.shapes)), count)
    place = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    right = (place % columns[parcel] + 0.5 + generator.uniform(-0.28, 0.28, len(place))) / columns[parcel]
    up = (place // columns[parcel] + 0.5 + generator.uniform(-0.28, 0.28, len(place))) / rows[parcel]
    xy = corner[parcel] + along[parcel] * right[:, None] + across[parcel] * up[:, None]
    shapely.prepare(parcels.shapes)
    inside = shapely.contains_xy(parcels.shapes[parcel], xy[:, 0], xy[:, 1])
    xy, parcel = xy[inside], parcel[inside]
    bare = np.setdiff1d(np.arange(len(parcels.shapes)), parcel)
    xy = np.vstack([xy, shapely.get_coordinates(shapely.point_on_surface(parcels.shapes[bare]))])
    parcel = np.concatenate([parcel, bare])
    order = np.argsort(parcel, kind="stable")
    xy, parcel = xy[order], parcel[order]
    return Buildings(xy, parcel, *_people(xy, parcels.kind[parcel], generator))


def _densest(middles: Floats) -> Floats:
    """Find where most blocks lie together."""
    counts, *edges = np.histogram2d(middles[:, 0], middles[:, 1], bins=40)
    best = np.unravel_index(counts.argmax(), counts.shape)
    return np.array([edge[at : at + 2].mean() for edge, at in zip(edges, best, strict=True)])


def _halves(shapes: Geometries, generator: np.random.Generator) -> tuple[Geometries, Ints]:
    """Cut each shape in two across the long side of its box; say which shape each piece comes from."""
    corner, first, second = _boxes(shapes)
    is_long = (np.hypot(*first.T) >= np.hypot(*second.T))[:, None]
    long_, short = np.where(is_long, first, second), np.where(is_long, second, first)
    length, width = np.hypot(*long_.T)[:, None], np.hypot(*short.T)[:, None]
    middle = corner + (first + second) / 2 + long_ * (generator.uniform(0.36, 0.64, len(shapes)) - 0.5)[:, None]
    reach = 2 * (length + width)
    ahead, aside = long_ / length * reach, short / np.maximum(width, 1e-9) * reach
    half = shapely.polygons(
        np.stack([middle - aside, middle + aside, middle + aside + ahead, middle - aside + ahead], axis=1)
    )
    pieces, sources = list[Geometries](), list[Ints]()
    for cut in (shapely.intersection(shapes, half), shapely.difference(shapes, half)):
        parts, source = shapely.get_parts(cut, return_index=True)
        polygons = shapely.get_type_id(parts) == 3
        pieces.append(parts[polygons])
        sources.append(source[polygons])
    return np.concatenate(pieces), np.concatenate(sources)


def _boxes(shapes: Geometries) -> tuple[Floats, Floats, Floats]:
    """Give a corner and two sides of the smallest turned box around each shape."""
    boxes = shapely.minimum_rotated_rectangle(shapes)
    flat = shapely.get_num_coordinates(boxes) != 5
    boxes[flat] = shapely.envelope(shapes[flat])
    corners = shapely.get_coordinates(boxes).reshape(-1, 5, 2)
    return corners[:, 0], corners[:, 1] - corners[:, 0], corners[:, 3] - corners[:, 0]


def _kinds(shapes: Geometries, generator: np.random.Generator) -> Ints:
    """Throw kinds that lie together: a smooth field ranked into shares, with a park here and there."""
    middles = shapely.get_coordinates(shapely.point_on_surface(shapes))
    level = _field(middles, 700, generator) + 0.55 * generator.normal(size=len(shapes))
    rank = level.argsort().argsort() / len(shapes)
    kind = np.searchsorted(np.array(_SHARES), rank, side="right")
    return np.where(generator.random(len(shapes)) < 0.06, 0, kind)


def _field(xy: Floats, scale_m: float, generator: np.random.Generator, waves: int = 60) -> Floats:
    directions = generator.normal(0, 1 / scale_m, (waves, 2))
    phases = generator.uniform(0, 2 * np.pi, waves)
    level: Floats = np.zeros(len(xy))
    for direction, phase in zip(directions, phases, strict=True):
        level += np.cos(xy @ direction + phase)
    return np.sqrt(2 / waves) * level


def _people(xy: Floats, kind: Ints, generator: np.random.Generator) -> tuple[Floats, Floats]:
    """Throw households by kind of building, and their care: key care, elderly or child, vacant."""
    low, slabs, towers = (np.flatnonzero(kind == one) for one in (LOW, SLABS, TOWERS))
    households = np.zeros(len(xy), dtype=np.int64)
    tenement = (generator.random(len(low)) < 0.12) * generator.integers(4, 20, len(low))
    households[low] = generator.geometric(0.55, len(low)) + tenement
    households[slabs] = generator.choice([5, 6, 6, 6, 7], len(slabs)) * 2 * generator.integers(2, 7, len(slabs))
    households[towers] = generator.integers(11, 35, len(towers)) * generator.choice([2, 4, 4, 4, 6, 8], len(towers))
    old = 1 / (1 + np.exp(-1.5 * _field(xy, 900, generator)))
    key = generator.binomial(households, 0.02 + 0.05 * old * (kind != TOWERS))
    care = generator.binomial(households - key, 0.12 + 0.25 * old * (kind != TOWERS))
    vacant = generator.binomial(households - key - care, np.where(kind == TOWERS, 0.22, 0.06))
    extra = sum((weight - 1) * some for weight, some in zip(_CARE_WEIGHTS, (key, care, vacant), strict=True))
    return households.astype(np.float64), households + extra
