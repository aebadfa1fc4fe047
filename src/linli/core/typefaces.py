"""The typeface of papers in PDF: embedded where the machine has one for Chinese, else the reader's own Song."""

from functools import cache
from pathlib import Path

# Typefaces with TrueType outlines, which can be embedded; a reader of the PDF then needs none of its own.
EMBEDDABLE = (
    "/usr/share/fonts/truetype/arphic/uming.ttc", "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    "/System/Library/Fonts/Supplemental/Songti.ttc", "C:/Windows/Fonts/simsun.ttc",
)  # fmt: skip
READERS_OWN = "STSong-Light"


@cache
def typeface() -> str:
    """Register the typeface of the papers once and name it."""
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 heavy
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: PLC0415 heavy
    from reportlab.pdfbase.ttfonts import TTFError, TTFont  # noqa: PLC0415 heavy

    for path in EMBEDDABLE:
        if Path(path).is_file():
            try:
                pdfmetrics.registerFont(TTFont("Papers", path))
            except (TTFError, OSError):
                continue
            return "Papers"
    pdfmetrics.registerFont(UnicodeCIDFont(READERS_OWN))
    return READERS_OWN
