"""Codes for areas that come with names only: matched to codes that are known, else lent from a reserved block."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from linli.core.listing import listed
from linli.places import rules
from linli.places.errors import NameAmbiguous, ParentUnknown
from linli.places.readers import Feature
from linli.places.rules import DIGITS, LEVELS, UNNAMED, Level

Known = tuple[str, str]  # code and name


@dataclass(frozen=True)
class Coded:
    """A code found for a name, the name to store, and how the code was come by."""

    code: str
    name: str
    is_lent: bool = False
    is_mended: bool = False


@dataclass
class Coder:
    """Gives codes to names, the same ones every time: what is stored first, then the table, then a lent code."""

    known: dict[str, list[Known]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    under: str = ""
    _seen: Counter[tuple[str, str]] = field(default_factory=Counter)
    _lent: dict[str, str] = field(default_factory=dict)
    _stored: set[str] = field(default_factory=set)

    @property
    def lent(self) -> frozenset[str]:
        """The codes lent so far."""
        return frozenset(self._lent)

    def know(self, codes: Iterable[Known], *, are_stored: bool = False) -> None:
        """Add codes and names; those already stored come first."""
        for code, name in codes:
            self.taken.add(code)
            if are_stored:
                self._stored.add(code)
            siblings = self.known.setdefault(rules.parent_code_of(code), [])
            if all(code != other for other, _ in siblings):
                siblings.append((code, name))

    def lies_elsewhere(self, feature: Feature) -> bool:
        """Say whether a feature without a code names, at or above `under`, an area that is another one."""
        return any(
            known == self.under[: DIGITS[level]] and not rules.is_same_name(name, known_name)
            for level, name in feature.names.items()
            if DIGITS[level] <= len(self.under)
            for known, known_name in self.known.get(rules.parent_code_of(self.under[: DIGITS[level]]), [])
        )

    def code_parent(self, feature: Feature, *, located: str) -> tuple[str, list[Coded]]:
        """Find the parent of a feature by the names above it; return its code and every area on the way."""
        above = [level for level in LEVELS if level in feature.names and level is not feature.level]
        parent_code, way = feature.parent_code or located, list[Coded]()
        if feature.parent_code or not above:
            return parent_code or self._default_parent(feature), way
        parent_code = self._default_top(above[0])
        for level in above:
            coded = self._code_once(parent_code, feature.names[level], level)
            way.append(coded)
            parent_code = coded.code
        if LEVELS.index(feature.level) != LEVELS.index(above[-1]) + 1:
            raise ParentUnknown(name=feature.name)
        return parent_code, way

    def code_own(self, feature: Feature, parent_code: str) -> Coded:
        """Find the code of a feature below its parent; of several with one name, each gets its own."""
        name = feature.name or UNNAMED
        key = (parent_code, rules.plain_name(name))
        matches, is_mended = self._matches(parent_code, name, feature.level)
        place = self._seen[key]
        self._seen[key] += 1
        if place < len(matches):
            code, stored_name = matches[place]
            return Coded(code, stored_name if is_mended else name, code in self._lent, is_mended)
        return self._lend(parent_code, name, feature.level)

    def _code_once(self, parent_code: str, name: str, level: Level) -> Coded:
        matches, is_mended = self._matches(parent_code, name, level)
        if not matches:
            return self._lend(parent_code, name, level)
        code, stored_name = matches[0]
        return Coded(code, stored_name, code in self._lent, is_mended)

    def _matches(self, parent_code: str, name: str, level: Level) -> tuple[list[Known], bool]:
        """List the codes a name may mean; a broken name counts only when it can mean one thing."""
        siblings = [known for known in self._below(parent_code, level) if len(known[0]) == DIGITS[level]]
        same = [known for known in siblings if known[1] == name]
        same += [
            known for known in siblings if known[1] != name and rules.plain_name(known[1]) == rules.plain_name(name)
        ]
        if same or rules.BROKEN_CHARACTER not in name:
            return same, False
        alike = [known for known in siblings if rules.is_same_name(name, known[1])]
        return (alike, True) if len(alike) == 1 else ([], False)

    def _below(self, parent_code: str, level: Level) -> list[Known]:
        """List what is known below a parent; where no parent is told, a name counts that stands only once."""
        if parent_code:
            return self.known.get(parent_code, [])
        everywhere = (known for siblings in self.known.values() for known in siblings)
        found = [known for known in everywhere if len(known[0]) == DIGITS[level] and self._is_near(known[0])]
        stored = Counter(rules.plain_name(name) for code, name in found if code in self._stored)
        counts = Counter(rules.plain_name(name) for _, name in found)
        return [
            (code, name)
            for code, name in found
            if counts[plain := rules.plain_name(name)] == 1 or (stored[plain] == 1 and code in self._stored)
        ]

    def _is_near(self, code: str) -> bool:
        return code.startswith(self.under) or self.under.startswith(code) or code in self._lent

    def _lend(self, parent_code: str, name: str, level: Level) -> Coded:
        above = parent_code or self._provisional_top(level, name)
        if not parent_code:
            self._check_not_stored(name, level)
        code = rules.provisional_code(above, level=level, parent_name=self._lent.get(above, above), taken=self.taken)
        self._lent[code] = name
        self.know([(code, name)])
        return Coded(code, name, is_lent=True)

    def _check_not_stored(self, name: str, level: Level) -> None:
        """Refuse to add one more to several stored areas of a name: with every import there would be another."""
        same = [
            code
            for siblings in self.known.values()
            for code, stored_name in siblings
            if code in self._stored
            and len(code) == DIGITS[level]
            and self._is_near(code)
            and rules.is_same_name(name, stored_name)
        ]
        if len(same) > 1:
            raise NameAmbiguous(name=name, codes=listed(sorted(same)))

    def _default_top(self, level: Level) -> str:
        return self.under if self.under and len(self.under) == DIGITS[LEVELS[LEVELS.index(level) - 1]] else ""

    def _default_parent(self, feature: Feature) -> str:
        top = self._default_top(feature.level)
        if not top and feature.level not in (Level.CITY, Level.DISTRICT):
            raise ParentUnknown(name=feature.name)
        return top

    def _provisional_top(self, level: Level, name: str) -> str:
        if level not in (Level.CITY, Level.DISTRICT):
            raise ParentUnknown(name=name)
        return rules.PROVISIONAL_ROOT[: DIGITS[LEVELS[LEVELS.index(level) - 1]]]


def by_parent(names: Mapping[str, list[Known]]) -> Iterable[Known]:
    """Flatten codes and names listed by parent, in code order."""
    return sorted(known for siblings in names.values() for known in siblings)
