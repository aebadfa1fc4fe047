"""Words one after the other, joined as the reader's language joins them."""

from collections.abc import Iterable

from django.utils.translation import pgettext


def listed(words: Iterable[object]) -> str:
    """Join words into one text: 甲、乙 in Chinese, a, b in English."""
    return pgettext("list", "、").join(str(word) for word in words)
