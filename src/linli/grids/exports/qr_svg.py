"""The code of an address as an SVG path, for a page that is printed."""

from django.utils.safestring import SafeString, mark_safe

_QUIET = 4


def qr_svg(said: str) -> SafeString:
    """Draw the code of a text; nothing of the text itself goes into the picture."""
    from linli.visits.exports.drawing import qr  # noqa: PLC0415 PDF and what draws for it, for one page of a grid

    widget = qr(said)
    widget.qr.make()
    rows = widget.qr.modules
    side = len(rows) + 2 * _QUIET
    dots = "".join(
        f"M{x + _QUIET} {y + _QUIET}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    drawn = f'<svg viewBox="0 0 {side} {side}" aria-hidden="true" class="qr"><path d="{dots}"/></svg>'
    return mark_safe(drawn)  # noqa: S308 digits alone
