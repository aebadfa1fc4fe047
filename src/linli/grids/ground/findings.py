"""What cleaning found in the ground: what was mended by itself, and what a person must look at."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from shapely.geometry.base import BaseGeometry

from linli.grids.ground.plane import Plane


class FindingKind(StrEnum):
    """What can be wrong with ground."""

    INVALID = "invalid"
    TWICE = "twice"
    OVERLAP = "overlap"
    GAP = "gap"
    SLIVER = "sliver"
    DANGLING = "dangling"
    OUTSIDE = "outside"
    STRADDLING = "straddling"


_SENTENCES: dict[tuple[FindingKind, bool], Promise] = {
    (FindingKind.INVALID, True): _("%(count)s 个图形自相交或不闭合，已修复：%(names)s"),
    (FindingKind.INVALID, False): _("%(count)s 个图形无法使用，已略去，请重新绘制：%(names)s"),
    (FindingKind.TWICE, True): _("%(count)s 个要素重复出现，只保留一个：%(names)s"),
    (FindingKind.TWICE, False): _("%(count)s 对楼栋轮廓完全相同而编码不同，请核对：%(names)s"),
    (FindingKind.OVERLAP, True): _(
        "相邻社区边界有 %(count)s 处细小重叠，共 %(size)s 平方米，已划给编码在前的社区：%(names)s"
    ),
    (FindingKind.OVERLAP, False): _(
        "相邻社区边界有 %(count)s 处重叠，共 %(size)s 平方米，暂划给编码在前的社区，请核对边界：%(names)s"
    ),
    (FindingKind.GAP, True): _("相邻社区之间有 %(count)s 处窄缝，共 %(size)s 平方米，已并入共边最长的社区：%(names)s"),
    (FindingKind.GAP, False): _("社区之间有 %(count)s 处空地不属于任何社区，共 %(size)s 平方米，请核对：%(names)s"),
    (FindingKind.SLIVER, True): _("社区边界带有 %(count)s 块零星碎片，共 %(size)s 平方米，已去除：%(names)s"),
    (FindingKind.SLIVER, False): _("%(count)s 个社区由不相连的几块组成，请核对是否为飞地：%(names)s"),
    (FindingKind.DANGLING, True): _("%(count)s 条道路在路口前断开，已延长接上，共 %(size)s 米：%(names)s"),
    (FindingKind.DANGLING, False): _("%(count)s 条道路两端都没有接上别的道路，不作为分界：%(names)s"),
    (FindingKind.OUTSIDE, False): _("%(count)s 栋楼在所有社区之外，不会划入任何网格，请核对边界或楼栋位置：%(names)s"),
    (FindingKind.STRADDLING, False): _("%(count)s 个小区跨两个社区，会被社区边界分开，请核对：%(names)s"),
}
_NAMED = 5


@dataclass(frozen=True)
class Finding:
    """Things of one kind found wrong: how many, how large together, where the largest lies, which."""

    kind: FindingKind
    is_mended: bool
    count: int
    size: float  # square metres; metres for streets; 0 where size says nothing
    place_cgcs2000: tuple[float, float]  # lon, lat of the largest
    names: tuple[str, ...]  # a few, the largest first

    @property
    def sentence(self) -> str:
        """Say it in a sentence."""
        more = "…" if self.count > len(self.names) else ""
        told = {"count": self.count, "size": f"{self.size:,.0f}", "names": "、".join(self.names) + more}
        return str(_SENTENCES[self.kind, self.is_mended]) % told


@dataclass(frozen=True)
class Spot:
    """One thing found wrong: where, how large, what it is called."""

    shape: BaseGeometry
    size: float
    name: str


def finding(plane: Plane, kind: FindingKind, spots: list[Spot], *, is_mended: bool) -> list[Finding]:
    """Sum spots of one kind up, nothing where there are none."""
    if not spots:
        return []
    ordered = sorted(spots, key=lambda spot: (-spot.size, spot.name))
    place = plane.degrees_of(ordered[0].shape.representative_point()).coords[0]
    names = tuple(dict.fromkeys(spot.name for spot in ordered if spot.name))[:_NAMED]
    total = float(sum(spot.size for spot in spots))
    return [Finding(kind, is_mended, len(spots), total, (round(place[0], 6), round(place[1], 6)), names)]
