"""Nothing that the process keeps about areas goes from one test to the next."""

from collections.abc import Iterator

import pytest

from linli.places import queries


@pytest.fixture(autouse=True)
def _forget_areas() -> Iterator[None]:
    queries.forget()
    yield
    queries.forget()
