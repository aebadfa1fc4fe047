"""Write a picture as SVG: no script, no address to call, light or dark as the reader likes, title and description for all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from linli.cases.catalogue.drawing.layout import (
    BOX_WIDTH,
    CAPSULE,
    LINE,
    MARGIN,
    NAME,
    SMALL,
    Box,
    Bus,
    Layout,
    lay_out,
    stub_width,
    way_x,
)
from linli.cases.catalogue.drawing.lettering import width_of
from linli.cases.catalogue.drawing.picture import Link, Picture

_FONT = "'Noto Sans CJK SC','Noto Sans SC','PingFang SC','Microsoft YaHei',system-ui,sans-serif"
# Colours as attributes, so that the picture is whole where a style sheet is not let in; the dark ones over them.
_LIGHT = {
    "paper": "#ffffff", "band": "#f1f5fb", "box": "#ffffff", "edge": "#9db2cf", "ink": "#1b2a41", "soft": "#53627a",
    "on": "#1d5fb8", "back": "#a85b00", "out": "#6b7686", "end": "#e6f4ea",
}  # fmt: skip
_DARK = {
    "paper": "#121a26", "band": "#1a2536", "box": "#223049", "edge": "#4b6186", "ink": "#eef3fb", "soft": "#b3c0d4",
    "on": "#7db4ff", "back": "#ffb35c", "out": "#a3afc0", "end": "#1f3d2b",
}  # fmt: skip


def write_svg(picture: Picture) -> str:
    """Draw a picture."""
    layout = lay_out(picture)
    return "".join(_whole(picture, layout))


def _whole(picture: Picture, layout: Layout) -> Iterator[str]:
    size = f"{layout.width:.0f} {layout.height:.0f}"
    width, height = size.split()
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" width="{width}" height="{height}" role="img"'
        f' aria-labelledby="title desc" lang="{picture.language}" font-family="{_FONT}">\n'
        f'<title id="title">{escape(picture.title)}</title>\n<desc id="desc">{escape(_told(picture))}</desc>\n'
        f"<style>@media (prefers-color-scheme:dark){{{_dark()}}}</style>\n{_markers()}"
        f'<rect class="f-paper" fill="{_LIGHT["paper"]}" width="{width}" height="{height}"/>\n'
    )
    yield _text(MARGIN, 42, picture.title, _Letters(size=26, weight="700"))
    yield _text(MARGIN, 70, picture.about, _Letters(size=14, ink="soft"))
    yield from _bands(layout)
    for bus in layout.buses:
        yield from _bus(bus, layout)
    for box in layout.boxes:
        yield from _box(box, layout)
    yield from _foot(picture, layout)
    yield "</svg>\n"


def _told(picture: Picture) -> str:
    """Say the picture in sentences, for whoever hears it."""
    names = {node.code: node.name for node in picture.nodes}
    ways = "；".join(f"{names[link.start]} → {names[link.end]}：{link.label}" for link in picture.links)
    return f"{picture.about} {ways}"


def _dark() -> str:
    rules = [f".f-{name}{{fill:{colour}}}.s-{name}{{stroke:{colour}}}" for name, colour in _DARK.items()]
    return "".join(rules)


def _markers() -> str:
    heads = "".join(
        f'<marker id="m-{name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path class="f-{name}" fill="{_LIGHT[name]}" d="M0 0L10 5L0 10z"/></marker>'
        for name in ("on", "back", "out")
    )
    return f"<defs>{heads}</defs>\n"


def _bands(layout: Layout) -> Iterator[str]:
    """Lay a band behind the phases of one stage, with the stage's name."""
    for stage in dict.fromkeys(box.node.stage for box in layout.boxes):
        boxes = [box for box in layout.boxes if box.node.stage == stage]
        top, bottom = boxes[0].y - 10, boxes[-1].y + boxes[-1].height + 10
        yield (
            f'<rect class="f-band" fill="{_LIGHT["band"]}" x="{MARGIN / 2:.0f}" y="{top:.1f}" rx="10"'
            f' width="{layout.width - MARGIN:.0f}" height="{bottom - top:.1f}"/>\n'
        )
        yield _text(MARGIN, top + 24, f"{stage}", _Letters(size=20, weight="700", ink="edge"))
        yield _text(MARGIN + 16, top + 23, boxes[0].node.stage_name, _Letters(size=13, weight="600", ink="soft"))


def _box(box: Box, layout: Layout) -> Iterator[str]:
    x, middle = box.x, box.x + BOX_WIDTH / 2
    fill = "end" if box.node.is_end else "box"
    yield (
        f'<rect class="f-{fill} s-edge" fill="{_LIGHT[fill]}" stroke="{_LIGHT["edge"]}" stroke-width="1.5" x="{x:.1f}"'
        f' y="{box.y:.1f}" width="{BOX_WIDTH:.0f}" height="{box.height:.1f}" rx="9"/>\n'
    )
    words = NAME + len(box.lines) * LINE
    y = box.y + (box.height - words) / 2 + NAME - 3
    yield _text(middle, y, box.node.name, _Letters(size=NAME, weight="700", anchor="middle"))
    for number, line in enumerate(box.lines, start=1):
        yield _text(middle, y + number * LINE + 2, line, _Letters(ink="soft", anchor="middle"))
    yield from _ways_down(box)
    for number, link in enumerate(box.exits):
        yield from _exit(link, box, box.port(number, len(box.exits)), layout.names)


def _ways_down(box: Box) -> Iterator[str]:
    """The arrows from the foot of a box, each with its words in a line of its own."""
    bottom = box.y + box.height
    top = bottom + box.gap / 2 - (len(box.below) - 1) * LINE / 2 + 4
    for x, foot in sorted({(way_x(box, end), end.y) for _link, end in box.below}):
        yield _path(f"M{x:.1f} {bottom:.1f}V{foot - 1:.1f}", "on")
    for number, (link, end) in enumerate(sorted(box.below, key=lambda way: way_x(box, way[1]))):
        yield _text(way_x(box, end) + 12, top + number * LINE, link.label, _Letters(ink="on", weight="600", halo=True))


def _exit(link: Link, box: Box, y: float, names: Mapping[str, str]) -> Iterator[str]:
    """An early end: an arrow out to the right, into a capsule with the name of the end."""
    x = box.x + BOX_WIDTH
    end = x + stub_width(link)
    name = names.get(link.end, link.end)
    yield _path(f"M{x:.1f} {y:.1f}H{end - 1:.1f}", "out", dashed=True)
    yield _text(x + 12, y - 5, link.label, _Letters(ink="out", weight="600"))
    yield (
        f'<rect class="f-paper s-out" fill="{_LIGHT["paper"]}" stroke="{_LIGHT["out"]}" x="{end:.1f}"'
        f' y="{y - CAPSULE / 2:.1f}" width="{width_of(name, SMALL) + 20:.1f}" height="{CAPSULE:.0f}" rx="12"/>\n'
    )
    yield _text(end + 10, y + 4.5, name, _SOFT)


def _bus(bus: Bus, layout: Layout) -> Iterator[str]:
    """All arrows of a step over one track: a stub with words from each phase, one head at the phase they lead to."""
    track, ink = layout.track_x(bus), "back" if bus.is_back else "on"
    goal = bus.end.port(len(bus.end.out_left) + bus.end.in_left.index(bus), _left_of(bus.end))
    for box, link in bus.starts:
        y = box.port(box.out_left.index(bus), _left_of(box))
        yield _path(f"M{box.x:.1f} {y:.1f}H{track:.1f}V{goal:.1f}H{bus.end.x - 1:.1f}", ink)
        yield _text(layout.box_x - 14, y - 5, link.label, _Letters(ink=ink, weight="600", anchor="end"))


def _left_of(box: Box) -> int:
    return len(box.out_left) + len(box.in_left)


def _foot(picture: Picture, layout: Layout) -> Iterator[str]:
    y = layout.notes_y + 14
    for line in layout.notes:
        yield _text(MARGIN, y, line, _SOFT)
        y += LINE
    x = MARGIN
    for ink, words in zip(("on", "back", "out"), picture.legend, strict=True):
        yield _path(f"M{x:.1f} {y + 14:.1f}h34", ink, dashed=ink == "out")
        yield _text(x + 42, y + 18.5, words, _SOFT)
        x += 42 + width_of(words, SMALL) + 28


def _path(way: str, ink: str, *, dashed: bool = False) -> str:
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    return (
        f'<path class="s-{ink}" d="{way}" fill="none" stroke="{_LIGHT[ink]}" stroke-width="1.8"'
        f' stroke-linejoin="round"{dash} marker-end="url(#m-{ink})"/>\n'
    )


@dataclass(frozen=True)
class _Letters:
    """How words look; with a halo they stay readable over a line."""

    size: float = SMALL
    weight: str = "400"
    ink: str = "ink"
    anchor: str = "start"
    halo: bool = False


_PLAIN, _SOFT = _Letters(), _Letters(ink="soft")


def _text(x: float, y: float, words: str, letters: _Letters = _PLAIN) -> str:
    ink = letters.ink
    around = f' paint-order="stroke" stroke="{_LIGHT["band"]}" stroke-width="5"' if letters.halo else ""
    shade = " s-band" if letters.halo else ""
    return (
        f'<text class="f-{ink}{shade}"{around} fill="{_LIGHT[ink]}" x="{x:.1f}" y="{y:.1f}" font-size="{letters.size:g}"'
        f' font-weight="{letters.weight}" text-anchor="{letters.anchor}">{escape(words)}</text>\n'
    )
