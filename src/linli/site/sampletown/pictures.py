"""Drawn pictures for past cases: a thing out of order, and the same place put right. No photo of any real place."""

import io
from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw

from linli.cases.actions.attaching import Photo, read_photo, store

_SIZE = (800, 600)
Draw = ImageDraw.ImageDraw


def _rubbish(draw: Draw) -> None:
    for x, y, size, colour in (
        (330, 430, 70, "#5d4a3a"),
        (420, 450, 55, "#7b6a55"),
        (380, 400, 60, "#3f4a52"),
        (480, 470, 40, "#8a5a44"),
    ):
        draw.ellipse((x - size, y - size * 0.7, x + size, y + size * 0.7), fill=colour)


def _hole(draw: Draw) -> None:
    draw.ellipse((300, 430, 520, 530), fill="#2f2f2f", outline="#555555", width=8)


def _bicycles(draw: Draw) -> None:
    for x in (250, 330, 410, 490):
        for wheel in (0, 80):
            draw.ellipse((x + wheel, 430, x + wheel + 60, 490), outline="#1f2d3d", width=6)
        draw.line((x + 30, 460, x + 110, 460, x + 70, 410, x + 30, 460), fill="#c2452d", width=6)


def _water(draw: Draw) -> None:
    draw.ellipse((180, 420, 640, 560), fill="#6f8fa6")
    draw.arc((260, 450, 540, 530), 0, 360, fill="#9fb8c9", width=4)


def _lamp(draw: Draw) -> None:
    draw.rectangle((395, 180, 405, 480), fill="#444444")
    draw.ellipse((375, 150, 425, 190), fill="#333333")


def _papers(draw: Draw) -> None:
    for number in range(9):
        x, y = 200 + number % 3 * 130, 190 + number // 3 * 60
        draw.rectangle((x, y, x + 70, y + 42), fill="#f4efe2", outline="#b04a3a", width=3)


_SCENES: dict[str, Callable[[Draw], None]] = {
    "rubbish": _rubbish,
    "hole": _hole,
    "bicycles": _bicycles,
    "water": _water,
    "lamp": _lamp,
    "papers": _papers,
}
_SCENE_OF = (
    ("bike", "bicycles"), ("parking", "bicycles"), ("car", "bicycles"), ("ebike", "bicycles"), ("cover", "hole"),
    ("road-", "hole"), ("digging", "hole"), ("collapse", "hole"), ("water", "water"), ("sewage", "water"),
    ("pipe", "water"), ("drain", "water"), ("lamp", "lamp"), ("light", "lamp"), ("ads", "papers"), ("banner", "papers"),
    ("billboard", "papers"), ("wall", "papers"),
)  # fmt: skip


def picture(kind: str, *, purpose: str, again: int = 0) -> Photo:
    """Give the picture of a kind before (also: as reported) or after handling; `again` is another one of the same scene."""
    scene = next((scene for word, scene in _SCENE_OF if word in kind), "rubbish")
    photo = _drawn(scene, is_after=purpose in {"after", "check"}, again=again)
    store(photo)
    return photo


@cache
def _drawn(scene: str, *, is_after: bool, again: int) -> Photo:
    image = Image.new("RGB", _SIZE, (207 - 9 * (again % 20), 224, 234))  # the light of another hour
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 340, 800, 600), fill="#b7b3aa")
    draw.rectangle((0, 120, 800, 340), fill="#d8cbb6" if scene != "lamp" or is_after else "#39424f")
    for x in range(40, 800, 150):
        draw.rectangle((x, 160, x + 70, 240), fill="#8fa7b5", outline="#f5f5f5", width=4)
    if not is_after:
        _SCENES[scene](draw)
    elif scene == "lamp":
        _lamp(draw)
        draw.ellipse((355, 130, 445, 210), fill="#fff1b0")
    draw.rectangle((0, 560, 800, 600), fill="#1f4e79")
    draw.text((16, 566), f"DEMO - drawn, not a photo - {'after' if is_after else 'before'}", fill="white", font_size=22)
    file = io.BytesIO()
    image.save(file, "PNG")
    file.seek(0)
    return read_photo(file, name=f"{scene}.png")
