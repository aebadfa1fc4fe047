"""The page of HTTP addresses: every page and endpoint."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver

from linli.cases.api.steps import STEPS
from linli.site.api import api
from linli.site.reference.markdown import code, first_sentence, table

_HEAD = """# HTTP addresses

Every address of an installation, written from the routes by `python -m linli.site.reference`.

## The API

The API answers JSON and needs `Authorization: Bearer TOKEN`: see [Call the API](../how-to/call-the-api.md). The shapes
that programs send and get stand in the [OpenAPI document](openapi.json), which every installation serves at
`/api/v1/openapi.json`.

"""
_NOUNS = """
A step is named by its noun: {nouns}.

"""
_PAGES = """## Pages

*Name* is what templates and code call the address. `/admin/` is Django's back office for reference data; its own
addresses are not listed.
"""


@dataclass(frozen=True)
class Address:
    """One address of a page, the name code calls it by, and whose list it stands in."""

    path: str
    name: str
    section: str


def addresses_page() -> str:
    """Write the page."""
    nouns = ", ".join(code(noun) for noun in STEPS)
    return _HEAD + table(("Request", "Does"), _endpoints()) + _NOUNS.format(nouns=nouns) + _PAGES + "".join(_sections())


def _endpoints() -> Iterator[tuple[str, str]]:
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, told in methods.items():
            yield code(f"{method.upper()} {path}"), told.get("summary", "")


def _sections() -> Iterator[str]:
    addresses = page_addresses()
    for section in dict.fromkeys(address.section for address in addresses):
        rows = [(code(address.path), code(address.name)) for address in addresses if address.section == section]
        yield f"\n{section}\n\n{table(('Address', 'Name'), rows)}"


def page_addresses() -> list[Address]:
    """List every address that is neither of the API nor of the back office."""
    return list(_below(get_resolver(), path="/", names=""))


def _below(resolver: URLResolver, *, path: str, names: str) -> Iterator[Address]:
    section = first_sentence(getattr(resolver.urlconf_module, "__doc__", "")) or "Django's own."
    for pattern in resolver.url_patterns:
        whole = path + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Address(whole, names + (pattern.name or ""), section)
        elif pattern.namespace == admin.site.name:
            yield Address(whole, "admin:index", section)
        elif pattern.namespace != api.urls_namespace:
            yield from _below(pattern, path=whole, names=names + (f"{pattern.namespace}:" if pattern.namespace else ""))
