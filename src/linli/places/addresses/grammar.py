"""Cut an address by rules alone: known names from the top, then endings (路, 社区, 号楼, 单元 …) from left to right."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from linli.places.addresses.gazetteer import Gazetteer
from linli.places.addresses.parts import PLACE_OF, Part, Piece
from linli.places.addresses.writing import plain

_NUMBER = r"(?:[A-Z甲乙丙丁]?-?\d+(?:-\d+)*[A-Z甲乙丙丁]?|[零一二两三四五六七八九十百]+|[A-Z]|[甲乙丙丁])"
_UNITS: Sequence[tuple[Part, re.Pattern[str]]] = tuple(
    (part, re.compile(form))
    for part, form in (
        (Part.BUILDING, rf"(?:{_NUMBER})(?:号楼|号幢|幢楼|幢|座|#楼|#)|(?:[东西南北中]|主|附|裙)楼(?!\w)|\d+楼(?=\d+单元)"),
        (Part.ENTRANCE, rf"(?:{_NUMBER})(?:单元|号?门(?![\u4e00-\u9fff]))"),
        (Part.FLOOR, rf"(?:{_NUMBER}|地下|负一|负二|-1)(?:层|楼)|\d+F(?!\d)"),
        (Part.ROOM, rf"(?:{_NUMBER})(?:号?室|号?房(?!产)|号?户|间|号铺|号摊位|号柜)"),
        (Part.ROAD_NO, r"(?:\d+组|[零一二三四五六七八九十]+组)(?:[甲乙丙丁]?\d+(?:-\d+)*号)|\d+弄(?!堂)|\d+支?弄|[甲乙丙丁]?\d+(?:[-、/,]\d+)*(?:号院|号之\d+|号附\d+号|号)|[一二三四五六七八九十百]+号"),
    )
)  # fmt: skip
_NAMES: Sequence[tuple[Part, re.Pattern[str]]] = tuple(
    (part, re.compile(form))
    for part, form in (
        (Part.TOWN, r"[^\d()\-_\s,]{1,6}?(?:街道(?:办事处)?|镇(?![路街区])|乡(?![路街村]))"),
        (Part.DEVZONE, r"[^\d()\-_\s,]{1,10}?(?:(?:经济)?(?:技术)?开发区|工业园区|高新区|产业集聚区|保税区)"),
        (Part.COMMUNITY, r"[^\d()\-_\s,路街]{1,7}?(?:社区(?:居委会)?|村委会|行政村|自然村|(?<!新)村(?![路街口花小]))"),
        (Part.ROAD, r"(?:[^()\-_\s,号弄幢楼与]{1,9}?(?:大道|大街|胡同|(?<!一)号路|路(?!口)|街(?!道)|巷|(?<=[一二三四五六七八九十\d])弄(?=\d)|里弄|公路|国道|省道|环线))(?:[东西南北中]段)?|\d+号?(?:路|大道|大街|街)"),
    )
)  # fmt: skip
_GROUP = re.compile(r"(?:\d+|[一二三四五六七八九十]+)组")
_DASHED = re.compile(r"(\d+|[A-Z]\d*)-(\d+)(?:-(\d+))?(?:室|号|户)?(?!\d)")
_BARE_ROOM = re.compile(r"[A-Z]?\d{3,4}(?!\d|号|弄|米|路|#)")
_BARE_BUILDING = re.compile(r"(\d{1,3})(?=\d*单元)")
_ASSIST = re.compile(
    r"(?:门口|后面|前面|里面|院内|边上|斜对面|[东西南北]面|交叉路口|对面|旁边?|附近|隔壁|楼下|楼上|路口|口(?!岸)|交叉口|交叉|交汇处|交界处|[东西南北]侧|[东西南北]边|[东西南北]\d+米|\d+米|往[东西南北])+"
)
_SIGN = re.compile(r"[\s()\-,.;:、/|*+&_]+")
_BLANK = re.compile(r"[\s,.\-]+")
_LEVELS = (Part.COUNTRY, Part.PROVINCE, Part.CITY, Part.DISTRICT, Part.TOWN)
_NOT_AFTER_SHORT = re.compile(r"[路街道巷弄大小新老村湖山江花桥门广商国宾饭酒学医工经高旅]|.[路街巷]|[东西南北中]大|\d")
_ANY_ENDING = re.compile(r"[市县区](?!场)")
_TOWN_ENDING = re.compile(r"街道|镇(?![路街区])|乡(?![路街村])")
_LOOKS_LIKE_DISTRICT = re.compile(r"[\u4e00-\u9fff]{1,3}(?:区|县)(?![域政级])(?<![小社园业]区)(?<!开发区)")
_LOOKS_LIKE_TOWN = re.compile(r"[\u4e00-\u9fff]{1,4}?(?:街道(?:办事处)?|镇(?![路街区])|乡(?![路街村]))")
_PLATE = re.compile(r"(\d+)(?!\d|支?弄|-\d+-|-\d+号|[\u4e00-\u9fff]?[幢楼座#层室期区米组]|号)")
_HAS_HOUSES = re.compile(r"(?:[苑园城厦场寓邸庭墅湾府区楼里坊居轩阁]|新村|小区|市场|中心)$")
_CHATTER = re.compile(r"电联|到了?打?电话|电话联系|请.*|拒绝.*|不要.*|谢谢.*|自提|NULL")
_PART_OF = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?:[A-Z]|[东西南北中]|[一二三四五六七八九十]+)区$|(?<=[园苑城厦场村区])(?:[东西南北]门|大门|正门)$"
)


@dataclass
class _Cut:
    """The address while it is cut: what has been found, and the name that is being gathered."""

    text: str
    found: list[Piece] = field(default_factory=list)
    pending: int | None = None

    def put(self, part: Part, start: int, end: int) -> None:
        self.found.append(Piece(part, self.text[start:end], start, end))

    def flush(self, here: int) -> None:
        """End the name that is being gathered: the first is the compound, the next a part of it."""
        if self.pending is not None:
            name = plain(self.text[self.pending : here])
            inner = _PART_OF.search(name)
            ends = [self.pending + inner.start(), here] if inner else [here]
            for end in ends:
                self.put(Part.SUB_COMPOUND if self.has(Part.COMPOUND) else Part.COMPOUND, self.pending, end)
                self.pending = end
            self.pending = None

    def has(self, *parts: Part) -> bool:
        return any(piece.part in parts for piece in self.found)


def cut(text: str, gazetteer: Gazetteer) -> tuple[Piece, ...]:
    """Cut an address into pieces by rules alone."""
    same = plain(text)
    work = _Cut(text)
    here = _divisions(work, same, gazetteer)
    while here < len(same):
        known = _known(work, same, here, gazetteer)
        here = known if known is not None else _next(work, same, here, gazetteer)
    work.flush(len(same))
    return tuple(work.found)


def _known(work: _Cut, same: str, here: int, gazetteer: Gazetteer) -> int | None:
    """Take a road, compound or community that the installation has by that name."""
    if not gazetteer.has_places or (found := gazetteer.place_at(same, here)) is None:
        return None
    part, end = found
    work.flush(here)
    work.put(Part.LANE if part is Part.ROAD and work.has(Part.ROAD) else part, here, end)
    return end


def _divisions(work: _Cut, same: str, gazetteer: Gazetteer) -> int:
    """Take known divisions from the front, each below the one before; what is said again is redundant."""
    here, found = 0, list[tuple[Part, int, int]]()
    while here < len(same):
        if found and (blank := _BLANK.match(same, here)):
            here = blank.end()
            continue
        division = _division_at(same, here, gazetteer, found[-1][0] if found else None)
        if division is None or _is_place(same, here, division[1], gazetteer):
            break
        found.append((division[0], here, division[1]))
        here = division[1]
    if found:
        here = found[-1][2]
    for number, (part, start, end) in enumerate(found):
        if number:
            _put_dashes(work, found[number - 1][2], start)
        work.put(Part.REDUNDANT if _is_said_better(found, number, same) else part, start, end)
    return here


def _is_place(same: str, here: int, end: int, gazetteer: Gazetteer) -> bool:
    """Say whether what looks like a division begins the longer name of a place the installation knows: 南湖边."""
    return gazetteer.has_places and (found := gazetteer.place_at(same, here)) is not None and found[1] > end


def _is_said_better(found: Sequence[tuple[Part, int, int]], number: int, same: str) -> bool:
    """Say whether a division is repeated: of two whole runs the later one counts, else what came first."""
    part = found[number][0]
    again = [place for place, other in enumerate(found) if other[0] is part and place != number]
    if not again:
        return False
    if again[-1] > number:
        highest = min(PLACE_OF[one] for one, _start, _end in found)
        return PLACE_OF[found[0][0]] == highest and any(one is found[0][0] for one, _s, _e in found[number + 1 :])
    return not _is_said_better(found, again[0], same)


def _division_at(same: str, here: int, gazetteer: Gazetteer, above: Part | None) -> tuple[Part, int] | None:
    """Find the division that begins here: a known name in full, one without its ending, or one that only looks so."""
    for end in range(min(len(same), here + gazetteer.longest), here + 1, -1):
        if found := _known_division(same, here, end, gazetteer, above):
            return found
    if above in (Part.CITY, Part.PROVINCE) and (guess := _LOOKS_LIKE_DISTRICT.match(same, here)):
        return Part.DISTRICT, guess.end()
    if above is not None and (guess := _LOOKS_LIKE_TOWN.match(same, here)):
        return Part.TOWN, guess.end()
    return None


def _known_division(
    same: str, here: int, end: int, gazetteer: Gazetteer, above: Part | None
) -> tuple[Part, int] | None:
    kinds = gazetteer.kinds(same[here:end])
    for part in _LEVELS:
        if part.value in kinds and _may_follow(part, above, same[here:end]):
            return part, end
    for part in _LEVELS[1:4]:
        if f"{part.value}~" in kinds and (behind := _short_ending(same, end, gazetteer)) is not None:
            return part, behind
    town = _TOWN_ENDING.match(same, end) if f"{Part.TOWN}~" in kinds else None
    return (Part.TOWN, town.end()) if town else None


def _may_follow(part: Part, above: Part | None, name: str) -> bool:
    if part is Part.PROVINCE and name.endswith("市"):  # 上海市 is the city; 上海 before it stands for the province
        return False
    return above is None or part is not Part.CITY or PLACE_OF[above] <= PLACE_OF[Part.CITY] or name.endswith("市")


def _short_ending(same: str, end: int, gazetteer: Gazetteer) -> int | None:
    """Say where a short name ends: its own ending may follow in another form; a road or a house may not."""
    if ending := _ANY_ENDING.match(same, end):
        return ending.end()
    if any(Part.DISTRICT.value in gazetteer.kinds(same[end : end + size]) for size in range(2, 6)):
        return end
    return None if _NOT_AFTER_SHORT.match(same, end) else end


def _next(work: _Cut, same: str, here: int, gazetteer: Gazetteer) -> int:
    """Take the next piece, or one sign more of a name."""
    for rule in (_chatter, _signs, _plate, _unit, _dashed, _assist, _room):
        if (end := rule(work, same, here)) is not None:
            return end
    if (end := _name(work, same, here, gazetteer)) is not None:
        return end
    if work.pending is None:
        work.pending = here
    return here + 1


def _chatter(work: _Cut, same: str, here: int) -> int | None:
    if (said := _CHATTER.match(same, here)) is None:
        return None
    work.flush(here)
    work.put(Part.REDUNDANT, here, said.end())
    return said.end()


def _plate(work: _Cut, same: str, here: int) -> int | None:
    """Take a bare number right behind a road as its plate, and a short one behind the plate (9号-7) as the house."""
    last = work.found[-1] if work.found and work.pending is None else None
    if last is None or last.part not in (Part.ROAD, Part.LANE) or last.end != here:
        return None
    if (number := _PLATE.match(same, here)) is None:
        return None
    work.put(Part.ROAD_NO if last.part is Part.ROAD else Part.LANE_NO, here, number.end())
    return number.end()


def _signs(work: _Cut, same: str, here: int) -> int | None:
    if (sign := _SIGN.match(same, here)) is None:
        return None
    if same[here] == "(" and work.pending is not None and (close := same.find(")", here)) > 0 and close - here < 10:
        return close + 1 if not re.search(r"\d", same[here:close]) else _end(work, here, sign.end())
    return _end(work, here, sign.end())


def _end(work: _Cut, here: int, end: int) -> int:
    work.flush(here)
    _put_dashes(work, here, end)
    return end


def _put_dashes(work: _Cut, here: int, end: int) -> None:
    for place in range(here, end):
        if plain(work.text[place]) in "-_":
            work.put(Part.REDUNDANT, place, place + 1)


def _unit(work: _Cut, same: str, here: int) -> int | None:
    if here and same[here - 1].isdigit() and same[here].isdigit():
        return None
    for part, form in _UNITS:
        if found := form.match(same, here):
            work.flush(here)
            work.put(_what_number(work, part, found[0]), here, found.end())
            return found.end()
    return None


def _what_number(work: _Cut, part: Part, said: str) -> Part:
    """A 号 is the plate of the road; behind a lane the building, behind a building the entrance or the room."""
    if part is not Part.ROAD_NO or not said.endswith("号"):
        return part
    if work.pending is None and work.found and work.found[-1].part is Part.ROAD:
        return part
    if work.has(Part.FLOOR):
        return Part.ROOM
    if work.has(Part.BUILDING):
        return Part.ROOM if work.has(Part.ENTRANCE) or len(said) > 3 else Part.ENTRANCE
    lane = any(piece.part is Part.ROAD_NO and plain(piece.text).endswith("弄") for piece in work.found)
    if lane:
        return Part.BUILDING
    if work.has(Part.COMPOUND):
        name = next(piece.text for piece in work.found[::-1] if piece.part in (Part.COMPOUND, Part.SUB_COMPOUND))
        return Part.BUILDING if work.has(Part.ROAD_NO) or _HAS_HOUSES.search(plain(name)) else Part.ROAD_NO
    return Part.LANE_NO if work.has(Part.LANE) else Part.ROAD_NO


def _dashed(work: _Cut, same: str, here: int) -> int | None:
    if here and same[here - 1].isascii() and same[here - 1].isalnum():
        return None
    if (found := _DASHED.match(same, here)) is None:
        return None
    work.flush(here)
    parts = [Part.BUILDING, Part.ENTRANCE, Part.ROOM] if found[3] else [Part.BUILDING, Part.ROOM]
    if work.has(Part.BUILDING):
        parts = [Part.ENTRANCE, Part.ROOM] if not found[3] else [Part.ENTRANCE, Part.FLOOR, Part.ROOM]
    for number, part in enumerate(parts, 1):
        if number > 1:
            work.put(Part.REDUNDANT, found.start(number) - 1, found.start(number))
        end = found.end() if number == len(parts) else found.end(number)
        work.put(part, found.start(number), end)
    return found.end()


def _assist(work: _Cut, same: str, here: int) -> int | None:
    if (found := _ASSIST.match(same, here)) is None or not (work.found or work.pending is not None):
        return None
    if found[0] in ("口", "旁") and work.pending is not None and here - work.pending < 2:
        return None
    work.flush(here)
    work.put(Part.ASSIST, here, found.end())
    return found.end()


def _room(work: _Cut, same: str, here: int) -> int | None:
    if here and same[here - 1].isascii() and same[here - 1].isalnum():
        return None
    if building := _BARE_BUILDING.match(same, here):
        work.flush(here)
        work.put(Part.BUILDING, here, building.end())
        return building.end()
    is_inside = work.has(Part.ROAD_NO, Part.BUILDING, Part.ENTRANCE, Part.COMPOUND) or work.pending is not None
    if is_inside and (found := _BARE_ROOM.match(same, here)):
        work.flush(here)
        work.put(Part.ROOM, here, found.end())
        return found.end()
    return None


def _name(work: _Cut, same: str, here: int, gazetteer: Gazetteer) -> int | None:
    """Take a town, zone, village or road that begins here; behind a house there are none."""
    if work.pending is not None or work.has(Part.BUILDING, Part.ROOM, Part.COMPOUND):
        return None
    for part, end in _names_at(work, same, here):
        if (inside := _known_inside(same, here, end, gazetteer)) is not None:
            work.pending = here
            return inside
        work.put(part, here, end)
        return end
    return None


def _known_inside(same: str, here: int, end: int, gazetteer: Gazetteer) -> int | None:
    """Find a place the installation knows inside what looks like one name: 水西门外 + 茶亭东街."""
    if gazetteer.has_places:
        for start in range(here + 1, end - 1):
            if (found := gazetteer.place_at(same, start)) and found[1] >= end:
                return start
    return None


def _names_at(work: _Cut, same: str, here: int) -> Iterator[tuple[Part, int]]:
    ways = sorted((found.end(), PLACE_OF[part], part) for part, form in _NAMES if (found := form.match(same, here)))
    for end, _place, part in ways:
        if part is Part.ROAD and work.has(Part.ROAD):
            yield Part.LANE, end
        elif not work.has(part) and not (part is not Part.ROAD and work.has(Part.ROAD)):
            yield part, end
    if work.has(Part.COMMUNITY) and not work.has(Part.ROAD) and (group := _GROUP.match(same, here)):
        yield Part.ROAD, group.end()
