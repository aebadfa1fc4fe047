"""Fixtures every test may use: the fixed cast, and nothing kept in the process from the test before."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from linli.core import installation
from linli.places import queries as places
from linli.staff.queries import forget_duties

pytest_plugins = ["linli.staff.testing"]


@pytest.fixture(autouse=True)
def _forget_what_is_kept() -> Iterator[None]:
    yield
    installation.forget()
    forget_duties()
    places.forget()
    cache.clear()
