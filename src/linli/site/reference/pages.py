"""Which reference pages there are, and writing them."""

from collections.abc import Callable
from pathlib import Path

from linli.site.reference.addresses import addresses_page
from linli.site.reference.commands import commands_page
from linli.site.reference.decisions import decisions_index
from linli.site.reference.facts import facts_page
from linli.site.reference.permissions import permissions_page
from linli.site.reference.refusals import refusals_page
from linli.site.reference.settings import settings_page
from linli.site.reference.workflows import workflows_page

PAGES: dict[str, Callable[[], str]] = {
    "reference/command-line.md": commands_page,
    "reference/settings.md": settings_page,
    "reference/error-codes.md": refusals_page,
    "reference/permissions.md": permissions_page,
    "reference/facts.md": facts_page,
    "reference/http.md": addresses_page,
    "reference/workflows.md": workflows_page,
}
DECISIONS = "decisions/README.md"


def every_page(docs: Path) -> dict[Path, str]:
    """Give the text of every written page by its file below the docs' directory."""
    pages = {docs / name: page() for name, page in PAGES.items()}
    return {**pages, docs / DECISIONS: decisions_index((docs / DECISIONS).parent)}


def write_pages(docs: Path) -> list[Path]:
    """Write every page below the docs' directory; return the files that changed."""
    changed = []
    for file, text in every_page(docs).items():
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            changed.append(file)
    return changed
