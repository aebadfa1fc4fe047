"""Fixtures every test may use: the fixed cast, and nothing kept in the process from the test before."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import translation
from hypothesis import settings as hypothesis

from linli.core import facts, installation, process_clock
from linli.places import queries as places
from linli.site import cli  # noqa: F401 the list of commands takes its words when it is made: before any test changes the language
from linli.site.listeners import LISTENERS
from linli.staff.queries import forget_duties

# A loaded machine is no failure; CI tries the same examples in every run.
hypothesis.register_profile("linli", deadline=None, derandomize="CI" in os.environ)
hypothesis.load_profile("linli")

pytest_plugins = ["linli.staff.testing"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses the database by a fixture, too: the second database is for these alone."""
    for item in items:
        if "db" in getattr(item, "fixturenames", ()) and item.get_closest_marker("django_db") is None:
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(autouse=True)
def _nothing_kept_grows_old(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no copy be read anew in the middle of a test because the machine is slow: queries are counted."""
    now = process_clock.seconds()
    monkeypatch.setattr(process_clock, "seconds", lambda: now)


@pytest.fixture(autouse=True)
def _forget_what_is_kept() -> Iterator[None]:
    yield
    installation.forget()
    forget_duties()
    places.forget()
    facts.listen(LISTENERS)
    translation.activate(settings.LANGUAGE_CODE)
    cache.clear()
