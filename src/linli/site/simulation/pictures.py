"""A handful of small drawn pictures that stand for photos: a street before and after it was put right."""

import io
import random
from functools import lru_cache

from PIL import Image, ImageDraw

SIZE = (160, 120)
PICTURES = 4
_HEAPS = ("#6b5b3e", "#7a4a2b", "#505050", "#8a7f2e")


@lru_cache(maxsize=1)
def album() -> dict[str, tuple[bytes, ...]]:
    """Draw the pictures once: the same in every run, so that each file is stored once."""
    return {
        "before": tuple(_street(number, is_clean=False) for number in range(PICTURES)),
        "after": tuple(_street(number, is_clean=True) for number in range(PICTURES)),
    }


def _street(number: int, *, is_clean: bool) -> bytes:
    thrown = random.Random(f"linli:picture:{number}")  # noqa: S311 a drawing, no secret
    picture = Image.new("RGB", SIZE, "#cfe3f1")
    pen = ImageDraw.Draw(picture)
    for left in range(0, 160, 32):
        top = thrown.randint(18, 55)
        pen.rectangle((left, top, left + 28, 80), fill=thrown.choice(("#d8c8b0", "#c2cfc0", "#d5d5dd")))
    pen.rectangle((0, 80, 160, 120), fill="#a9a9a4")
    pen.rectangle((0, 78, 160, 82), fill="#7f8f76")
    if not is_clean:
        for _ in range(14):
            left, top = thrown.randint(40, 105), thrown.randint(78, 104)
            pen.ellipse(
                (left, top, left + thrown.randint(6, 18), top + thrown.randint(4, 10)), fill=thrown.choice(_HEAPS)
            )
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
