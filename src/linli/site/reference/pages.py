"""Which reference pages there are, and writing them."""

from collections.abc import Callable
from pathlib import Path

from linli.site.reference.addresses import addresses_page
from linli.site.reference.commands import commands_page
from linli.site.reference.facts import facts_page
from linli.site.reference.permissions import permissions_page
from linli.site.reference.refusals import refusals_page
from linli.site.reference.settings import settings_page

PAGES: dict[str, Callable[[], str]] = {
    "command-line.md": commands_page,
    "settings.md": settings_page,
    "error-codes.md": refusals_page,
    "permissions.md": permissions_page,
    "facts.md": facts_page,
    "http.md": addresses_page,
}


def write_pages(directory: Path) -> list[Path]:
    """Write every page into a directory; return the files that changed."""
    changed = []
    for name, page in PAGES.items():
        file, text = directory / name, page()
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            changed.append(file)
    return changed
