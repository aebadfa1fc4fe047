"""Whatever stands in an address, some page is meant."""

import pytest
from django.test import RequestFactory

from linli.core.page_numbers import page_number


@pytest.mark.parametrize(
    ("said", "page"), [("3", 3), ("٣", 3), ("0", 1), ("-2", 1), ("²", 1), ("x", 1), ("", 1), ("9" * 40, 1)]
)
def test_the_page_asked_for_is_read_and_nonsense_is_the_first(said, page):
    assert page_number(RequestFactory().get("/", {"page": said})) == page


def test_who_asks_for_no_page_gets_the_first():
    assert page_number(RequestFactory().get("/")) == 1
