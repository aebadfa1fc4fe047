"""Names that are known to stand in addresses: provinces, cities, districts, towns; and whatever an installation adds.

The names in `divisions.txt.gz` are those of the statistical division codes of 2023 (package `china-division`, WTFPL/MIT).
"""

import gzip
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from linli.places.addresses.parts import Part

_FILE = Path(__file__).parent / "divisions.txt.gz"
_ENDINGS: Mapping[Part, tuple[str, ...]] = {
    Part.PROVINCE: ("维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市"),
    Part.CITY: ("市", "地区", "盟"),
    Part.DISTRICT: ("区", "县", "市", "旗"),
    Part.TOWN: ("街道办事处", "街道", "镇", "乡"),
    Part.COMMUNITY: ("社区居民委员会", "社区居委会", "村民委员会", "居民委员会", "村委会", "居委会", "社区", "村"),
}
_EXTRA: Mapping[Part, tuple[str, ...]] = {
    Part.COUNTRY: ("中国", "中华人民共和国"),
    Part.PROVINCE: ("香港特别行政区", "澳门特别行政区", "台湾省", "香港", "澳门", "台湾"),
    Part.CITY: ("北京市", "上海市", "天津市", "重庆市", "北京", "上海", "天津", "重庆"),
}
_PLACES = (Part.ROAD, Part.COMPOUND, Part.COMMUNITY)
_GOES_ON = frozenset("路街道巷")
Match = tuple[int, int, str]


class Gazetteer:
    """Known names by what they are; a name without its ending (`杭州`) is marked by `~`."""

    def __init__(self, names: Mapping[Part, Iterable[str]]) -> None:
        self._kinds: dict[str, set[str]] = {}
        self._starts: set[str] = set()
        for part, known in names.items():
            for name in known:
                self._add(part, name)
        self.longest = max(map(len, self._kinds), default=0)
        self.has_places = any(names.get(part) for part in _PLACES)

    def _add(self, part: Part, name: str) -> None:
        self._put(name, part.value)
        for short in _shorter(part, name):
            self._put(short, f"{part.value}~")

    def _put(self, name: str, kind: str) -> None:
        self._kinds.setdefault(name, set()).add(kind)
        self._starts.add(name[:2])

    def kinds(self, name: str) -> frozenset[str]:
        """Say what a name is known as."""
        return frozenset(self._kinds.get(name, ()))

    def is_known(self, name: str, part: Part) -> bool:
        """Say whether a name is known as one part, written in full or short."""
        return not self._kinds.get(name, set()).isdisjoint((part.value, f"{part.value}~"))

    def place_at(self, text: str, here: int) -> tuple[Part, int] | None:
        """Find the longest road, compound or community that begins at a place of a text; where it ends."""
        if text[here : here + 2] not in self._starts:
            return None
        for end in range(min(len(text), here + self.longest), here + 1, -1):
            kinds = self._kinds.get(text[here:end], ())
            for part in _PLACES:
                if part.value in kinds and (part is Part.ROAD or text[end : end + 1] not in _GOES_ON):
                    return part, end
        return None

    def matches(self, words: Sequence[str]) -> Iterator[Match]:
        """Find known names among the words of an address: first word, end, what it is; the longest of a kind at a place."""
        for start in range(len(words) - 1):
            if words[start] + words[start + 1] in self._starts:
                yield from self._at(words, start)

    def _at(self, words: Sequence[str], start: int) -> Iterator[Match]:
        longest: dict[str, int] = {}
        name = words[start]
        for end in range(start + 2, min(len(words), start + self.longest) + 1):
            name += words[end - 1]
            for kind in self._kinds.get(name, ()):
                longest[kind] = end
        for kind, end in sorted(longest.items()):
            yield start, end, kind


def _shorter(part: Part, name: str) -> Iterator[str]:
    for ending in _ENDINGS.get(part, ()):
        short = name.removesuffix(ending)
        if short != name and len(short) >= 2:
            yield short
            return


@cache
def divisions() -> Gazetteer:
    """Give the gazetteer of the country's provinces, cities, districts and towns."""
    return Gazetteer(division_names())


@cache
def division_names() -> Mapping[Part, tuple[str, ...]]:
    """List the names of the country's provinces, cities, districts and towns, and of the country itself."""
    names: dict[Part, tuple[str, ...]] = dict(_EXTRA)
    for line in gzip.decompress(_FILE.read_bytes()).decode().splitlines():
        kind, _tab, listed = line.partition("\t")
        part = Part(kind)
        names[part] = (*names.get(part, ()), *listed.split(" "))
    return names
