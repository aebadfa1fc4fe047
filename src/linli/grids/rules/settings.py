"""What a drawing aims at: households in a grid, the band they may lie in, how level, how whole."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from itertools import chain, combinations

from linli.grids.errors import (
    BandInvalid,
    BandUnreadable,
    GroupTooLarge,
    GroupTooSmall,
    SettingOutside,
    SuccessorUnclear,
    TargetOutsideBand,
    WishesContradict,
)

_BAND = re.compile(r"\s*(\d{1,6})\s*(?:-|–|—|~|～|至|到)\s*(\d{1,6})\s*")
_BETWEEN_CODES = re.compile(r"[\s,，、;；]+")
MOST_OF_GROUP = 50  # of what stays apart a row is kept for each pair
_MOST_WHOLE = 3.0
LEAST_TOLERANCE = 0.001
MOST_TOLERANCE = 0.5


class Preset(StrEnum):
    """How a drawing weighs level work against short, straight borders."""

    DEFAULT = "default"
    TIGHT = "tight"


@dataclass(frozen=True)
class Band:
    """The fewest and the most households a grid should hold, both included."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if not 0 < self.low <= self.high:
            raise BandInvalid(field="band", low=self.low, high=self.high)

    def holds(self, households: float) -> bool:
        """Say whether a grid of so many households lies in the band."""
        return self.low <= households <= self.high

    def __str__(self) -> str:
        return f"{self.low}-{self.high}"


@dataclass(frozen=True)
class DrawSettings:
    """Everything a drawing is told beforehand; the same settings on the same ground give the same plan."""

    target: int = 400  # households of an ordinary grid
    band: Band | None = None
    seed: int = 1
    preset: Preset = Preset.DEFAULT
    whole_up_to: float = 1.1  # a compound of at most so many targets is never cut; 0: compounds may be cut
    tolerance: float = 0.1  # a grid further than this from its community's mean is out of balance
    time_limit_s: float | None = None  # the best plan found by then stands
    assumed_households: int = 3000  # of a community of which neither dwellings nor buildings are known
    keep: tuple[str, ...] = ()  # codes of grids that stay exactly as they are
    together: tuple[tuple[str, ...], ...] = ()  # codes of buildings or compounds that share a grid
    apart: tuple[tuple[str, str], ...] = ()  # codes of buildings or compounds that do not share a grid

    def __post_init__(self) -> None:
        if self.target < 1 or (self.band is not None and not self.band.holds(self.target)):
            raise TargetOutsideBand(field="target", target=self.target)
        _check("whole_up_to", self.whole_up_to, 0.0, _MOST_WHOLE)
        _check("tolerance", self.tolerance, LEAST_TOLERANCE, MOST_TOLERANCE)
        _check("assumed_households", self.assumed_households, 1, 1_000_000)
        if any(len(set(group)) < 2 for group in (*self.together, *self.apart)):
            raise GroupTooSmall(field="together")
        for pair in self.apart:
            if any(set(pair) <= set(group) for group in self.together):
                raise WishesContradict(field="apart", codes="、".join(pair))
        if self.time_limit_s is not None:
            _check("time_limit_s", self.time_limit_s, 0.1, 86_400)

    @property
    def most_households(self) -> float:
        """Give the most households of a grid: a building with more is more than a grid by itself."""
        return self.band.high if self.band else self.target * (1 + self.tolerance)

    def as_json(self) -> dict[str, object]:
        """Write the settings as plain values, for a stored plan and for files."""
        return asdict(self)


def settings_from(said: Mapping[str, object]) -> DrawSettings:
    """Read settings as `as_json` wrote them; what is missing is as usual, what nobody knows any more is left out."""
    known = {field.name: said[field.name] for field in fields(DrawSettings) if field.name in said}
    band = known.get("band")
    if isinstance(band, Mapping):
        known["band"] = Band(int(band["low"]), int(band["high"]))
    if "preset" in known:
        known["preset"] = Preset(str(known["preset"]))
    for name in ("keep", "together", "apart"):
        if name in known:
            known[name] = _as_tuples(known[name])
    return DrawSettings(**known)  # type: ignore[arg-type]  # as they were written


def read_groups(texts: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Read groups of codes as people write them: a text each, codes with commas between."""
    groups = tuple(codes for text in texts if (codes := read_codes(text)))
    if any(len(codes) > MOST_OF_GROUP for codes in groups):
        raise GroupTooLarge(field="together", most=MOST_OF_GROUP)
    return groups


def read_pairs(texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Read groups of codes of which no two share a grid, pair by pair."""
    return tuple(pair for codes in read_groups(texts) for pair in combinations(codes, 2))


def groups_of(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """Write pairs as the fewest groups that say the same, in the order in which the codes come: `read_pairs` the other way round."""
    wanted = dict.fromkeys(pairs)
    codes = tuple(dict.fromkeys(chain(*wanted)))
    known, said, groups = {frozenset(pair) for pair in wanted}, set[frozenset[str]](), list[tuple[str, ...]]()
    for pair in wanted:
        if frozenset(pair) in said:
            continue
        group: tuple[str, ...] = pair
        for code in codes:
            if len(group) < MOST_OF_GROUP and all(frozenset((one, code)) in known for one in group):
                group = (*group, code)
        said |= set(map(frozenset, combinations(group, 2)))
        groups.append(group)
    return tuple(groups)


def read_successors(texts: Iterable[str]) -> dict[str, str]:
    """Read which grid follows a closed one, as people write it: closed=following, one to a line."""
    found = dict[str, str]()
    for text in filter(None, map(str.strip, texts)):
        old, _equals, new = (part.strip() for part in text.replace("＝", "=").partition("="))
        if not old or not new:
            raise SuccessorUnclear(field="successors", text=text[:40])
        found[old] = new
    return found


def read_codes(text: str) -> tuple[str, ...]:
    """Read codes with commas, semicolons or blanks between."""
    return tuple(code for code in _BETWEEN_CODES.split(text) if code)


def read_band(text: str) -> Band | None:
    """Read a band as people write it (300-500); nothing written is no band."""
    if not text.strip():
        return None
    if (found := _BAND.fullmatch(text)) is None:
        raise BandUnreadable(field="band", text=text[:20])
    return Band(int(found[1]), int(found[2]))


def _as_tuples(said: object) -> object:
    return tuple(_as_tuples(one) for one in said) if isinstance(said, list | tuple) else said


def _check(name: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise SettingOutside(field=name, value=value, least=least, most=most)
