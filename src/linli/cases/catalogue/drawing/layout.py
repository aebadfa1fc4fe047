"""Where everything of a picture stands: boxes in one column, tracks at the left, early ends at the right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from linli.cases.catalogue.drawing.lettering import width_of, wrapped
from linli.cases.catalogue.drawing.picture import Link, Node, Picture

BOX_WIDTH = 300.0
NAME, SMALL = 16.0, 12.5
LINE, PORT, PAD = 18.0, 28.0, 14.0
TRACK, MARGIN, HEAD = 16.0, 28.0, 96.0
LEAST_GAP, CAPSULE = 40.0, 24.0
# Phases beside the usual course stand further right; the way down the middle passes them, and theirs runs further right too.
INDENT, MAIN_WAY, ASIDE_WAY = 120.0, 70.0, 210.0


@dataclass
class Box:
    """One phase where it stands, with the arrows that leave and enter at its sides."""

    node: Node
    lines: list[str]
    out_left: list["Bus"] = field(default_factory=list)
    in_left: list["Bus"] = field(default_factory=list)
    exits: list[Link] = field(default_factory=list)
    below: list[tuple[Link, "Box"]] = field(default_factory=list)
    x: float = 0.0
    y: float = 0.0

    @property
    def height(self) -> float:
        """High enough for its words and for the arrows of its busier side."""
        ports = max(len(self.out_left) + len(self.in_left), len(self.exits))
        return max(2 * PAD + NAME + 4 + len(self.lines) * LINE, (ports + 1) * PORT if ports > 1 else 0)

    @property
    def gap(self) -> float:
        """How much room is left below it for the words at the arrow down."""
        return max(LEAST_GAP, len(self.below) * LINE + 22)

    def port(self, number: int, of: int) -> float:
        """The height at which the n-th arrow of a side stands."""
        return self.y + self.height * (number + 1) / (of + 1)


@dataclass
class Bus:
    """All arrows of one step that lead to one phase, over the same track."""

    name: str
    end: Box
    is_back: bool
    starts: list[tuple[Box, Link]] = field(default_factory=list)
    track: int = 0

    @property
    def rows(self) -> tuple[float, float]:
        """From which to which height it runs."""
        heights = [box.y for box, _link in self.starts] + [self.end.y]
        return min(heights), max(heights)


@dataclass(frozen=True)
class Layout:
    """A picture with places."""

    boxes: list[Box]
    buses: list[Bus]
    names: Mapping[str, str]
    box_x: float
    width: float
    height: float
    notes: list[str]
    notes_y: float

    def track_x(self, bus: Bus) -> float:
        """Where a track runs: the first one is the nearest to the words of the arrows."""
        return self.box_x - _stub(self.buses) - bus.track * TRACK


def lay_out(picture: Picture) -> Layout:
    """Find the place of everything."""
    inner = BOX_WIDTH - 2 * PAD
    column = [node for node in picture.nodes if not node.is_end or node.stage]
    boxes = [
        Box(node, [part for line in node.lines for part in wrapped(line, width=inner, size=SMALL)]) for node in column
    ]
    buses = _arrows(boxes, picture.links)
    y = HEAD + PAD
    for box in boxes:
        box.y = y
        y += box.height + box.gap
    _choose_tracks(buses)
    names = {node.code: node.name for node in picture.nodes}
    left = MARGIN + 92 + (max((bus.track for bus in buses), default=-1) + 1) * TRACK + _stub(buses)
    for box in boxes:
        box.x = left + (INDENT if box.node.is_aside else 0)
    width = max(_right_end(box, names) for box in boxes) + MARGIN
    notes = [part for note in picture.notes for part in wrapped(note, width=width - 2 * MARGIN - 20, size=SMALL)]
    return Layout(boxes, buses, names, left, width, y + 30 + len(notes) * LINE + 40, notes, y + 14)


def _arrows(boxes: list[Box], links: Iterable[Link]) -> list[Bus]:
    """Give each step its way: straight down, over a track, or out at the right."""
    rows = {box.node.code: row for row, box in enumerate(boxes)}
    buses: dict[tuple[str, str], Bus] = {}
    for link in links:
        if link.start not in rows:
            continue
        start = boxes[rows[link.start]]
        row, end_row = rows[link.start], rows.get(link.end)
        if end_row is not None and _is_straight(boxes, row, end_row):
            start.below.append((link, boxes[end_row]))
        elif end_row is None or boxes[end_row].node.is_end:
            start.exits.append(link)
        else:
            is_back = end_row <= row
            bus = buses.setdefault((link.name, link.end), Bus(link.name, boxes[end_row], is_back))
            bus.starts.append((start, link))
            start.out_left.append(bus)
    for bus in buses.values():
        bus.end.in_left.append(bus)
    return list(buses.values())


def _is_straight(boxes: list[Box], row: int, end_row: int) -> bool:
    """Say whether an arrow may go straight down: to the next phase, or along the usual course past those beside it."""
    if end_row == row + 1:
        return True
    on_course = not boxes[row].node.is_aside and not boxes[end_row].node.is_aside
    return end_row > row and on_course and all(box.node.is_aside for box in boxes[row + 1 : end_row])


def _choose_tracks(buses: list[Bus]) -> None:
    """Give short ways the near tracks; two ways that do not meet share one."""
    taken: list[list[tuple[float, float]]] = []
    for bus in sorted(buses, key=lambda bus: bus.rows[1] - bus.rows[0]):
        top, bottom = bus.rows
        free = (track for track, spans in enumerate(taken) if all(bottom < low or high < top for low, high in spans))
        track = next(free, len(taken))
        if track == len(taken):
            taken.append([])
        bus.track = track
        taken[track].append((top, bottom))


def _stub(buses: list[Bus]) -> float:
    labels = [width_of(link.label, SMALL) for bus in buses for _box, link in bus.starts]
    return max(labels, default=0.0) + 30


def _right_end(box: Box, names: Mapping[str, str]) -> float:
    """How far a box reaches to the right, with its early ends and the words at its arrows down."""
    exits = [box.x + BOX_WIDTH + exit_width(link, names) for link in box.exits]
    labels = [way_x(box, end) + 12 + width_of(link.label, SMALL) for link, end in box.below]
    return max([box.x + BOX_WIDTH, *exits, *labels])


def way_x(start: Box, end: Box) -> float:
    """Where an arrow down runs: along the usual course, or to and from a phase beside it."""
    main = min(start.x, end.x)
    return main + (ASIDE_WAY if start.node.is_aside or end.node.is_aside else MAIN_WAY)


def exit_width(link: Link, names: Mapping[str, str]) -> float:
    """How far an early end reaches to the right of its box."""
    return stub_width(link) + width_of(names.get(link.end, link.end), SMALL) + 24


def stub_width(link: Link) -> float:
    """How long the arrow of an early end is: as long as its words."""
    return width_of(link.label, SMALL) + 34
