"""Find every class of a kind in Linli's own modules, so that no list has to be kept."""

import importlib
import pkgutil
from collections.abc import Iterator

import linli

_LEFT_OUT = {"tests", "testing", "migrations", "__main__", "wsgi"}


def own_subclasses[T](root: type[T]) -> list[type[T]]:
    """List every class below a root that is declared in Linli, in the order of their modules' names."""
    _import_everything()
    found = {kind for kind in _below(root) if kind.__module__.startswith("linli.")}
    tested = {kind for kind in found if _LEFT_OUT & set(kind.__module__.split("."))}
    return sorted(found - tested, key=lambda kind: (kind.__module__, kind.__qualname__))


def _import_everything() -> None:
    for module in pkgutil.walk_packages(linli.__path__, "linli."):
        if not _LEFT_OUT & set(module.name.split(".")):
            importlib.import_module(module.name)


def _below[T](root: type[T]) -> Iterator[type[T]]:
    for kind in root.__subclasses__():
        yield kind
        yield from _below(kind)
