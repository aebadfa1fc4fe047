"""Towns of streets and houses in metres, for tests of the ground."""

from dataclasses import replace

import numpy as np
import shapely

from linli.grids.ground.layers import BarrierKind, BuildingFacts, Layers, Zone

ORIGIN = (121.5, 31.2)
BLOCK_M = 150.0


def street(*xy, name="路"):
    """Lay a street."""
    return (name, shapely.LineString(xy))


def house(key, x, y, households=12, width=20.0, depth=12.0, **more):
    """Put a house up, its south-west corner at a place."""
    return BuildingFacts(key, shapely.box(x, y, x + width, y + depth), households=households, **more)


def rows_of_houses(blocks_across, blocks_up, households=12):
    """Put eight houses in every block of a town."""
    return tuple(
        house(
            f"h{column}-{row}-{nr}", column * BLOCK_M + 20 + nr % 4 * 30, row * BLOCK_M + 25 + nr // 4 * 60, households
        )
        for column in range(blocks_across)
        for row in range(blocks_up)
        for nr in range(8)
    )


def streets_of(blocks_across, blocks_up):
    """Lay a net of streets that reaches a little over its edge."""
    width, height = blocks_across * BLOCK_M, blocks_up * BLOCK_M
    upright = [street((at * BLOCK_M, -5), (at * BLOCK_M, height + 5), name=f"纵{at}") for at in range(1, blocks_across)]
    level = [street((-5, at * BLOCK_M), (width + 5, at * BLOCK_M), name=f"横{at}") for at in range(1, blocks_up)]
    return (*upright, *level)


def town(blocks_across=4, blocks_up=4, **more):
    """Give a town of one community on a net of streets, with houses."""
    ground = shapely.box(0, 0, blocks_across * BLOCK_M, blocks_up * BLOCK_M)
    layers = Layers(
        origin_cgcs2000=ORIGIN,
        communities=(Zone("330203001001", "一社区", ground),),
        streets=streets_of(blocks_across, blocks_up),
        buildings=rows_of_houses(blocks_across, blocks_up),
    )
    return replace(layers, **more)


def two_communities(**more):
    """Give a town of two communities side by side, the street between them their border."""
    layers = town(6, 4)
    west, east = shapely.box(0, 0, 450, 600), shapely.box(450, 0, 900, 600)
    zones = (Zone("330203001001", "西社区", west), Zone("330203001002", "东社区", east))
    return replace(layers, **{"communities": zones, **more})


def rough_town(seed):
    """Give a town no two parts of which are alike: bent streets, a river, a railway, compounds, a school, odd houses."""
    chance = np.random.default_rng(seed)
    size = 900.0
    lines = []
    for at in np.arange(130.0, size, 140.0) + chance.uniform(-35, 35, 6):
        steps = np.linspace(-10, size + 10, 7)
        bend = at + chance.uniform(-18, 18, 7)
        lines.append(("纵", shapely.LineString(np.column_stack([bend, steps]))))
        lines.append(("横", shapely.LineString(np.column_stack([steps, bend + chance.uniform(-40, 40)]))))
    middle = size / 2 + chance.uniform(-150, 150)
    border = shapely.LineString([(middle, -10), (middle + chance.uniform(-60, 60), size / 2), (middle, size + 10)])
    west, east = sorted(
        shapely.get_parts(shapely.polygonize([shapely.union_all([border, shapely.box(0, 0, size, size).boundary])])),
        key=lambda ground: ground.centroid.x,
    )
    river = shapely.LineString([(-10, 300), (400, 330), (size + 10, 260)]).buffer(14)
    rail = shapely.LineString([(-10, 700 + chance.uniform(-50, 50)), (size + 10, 680)])
    houses = [
        BuildingFacts(
            f"h{nr}",
            shapely.affinity.rotate(shapely.box(x, y, x + chance.uniform(8, 50), y + chance.uniform(8, 16)), turn),
            households=int(chance.integers(0, 40)),
        )
        for nr, (x, y, turn) in enumerate(
            zip(*chance.uniform(10, size - 60, (2, 150)), chance.uniform(0, 90, 150), strict=True)
        )
    ]
    points = [
        BuildingFacts(f"p{nr}", shapely.Point(xy), households=5)
        for nr, xy in enumerate(chance.uniform(5, size - 5, (40, 2)))
    ]
    return Layers(
        origin_cgcs2000=ORIGIN,
        communities=(Zone("330203001001", "西社区", west), Zone("330203001002", "东社区", east)),
        streets=tuple(lines),
        buildings=(*houses, *points),
        compounds=(
            Zone("c1", "一里", shapely.box(60, 60, 260, 190)),
            Zone("c2", "二里", shapely.box(600, 400, 760, 560)),
        ),
        barriers=((BarrierKind.WATER, river), (BarrierKind.RAIL, rail)),
        dedicated=(Zone("s1", "实验小学", shapely.box(300, 420, 420, 520), "school"),),
    )
