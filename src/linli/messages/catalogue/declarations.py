"""What a declared notice says: on which fact, to whom, how urgent, in which words."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import Field, StrictBool, model_validator

from linli.core.declared import DottedSlug, Misfit, Shape, Text

MOST_TITLE, MOST_TEXT = 60, 300
_PLACE = re.compile(r"\{([^{}]*)\}")
# What a notice may name: never who, what about, or where; the page it leads to asks who is reading.
COMMON = frozenset({"house", "number", "state"})
# What some facts tell beside the case.
_FURTHER: Mapping[str, frozenset[str]] = {
    "cases.dispatched": frozenset({"unit"}),
    "cases.returned": frozenset({"unit"}),
    "cases.join-called": frozenset({"unit"}),
    "cases.relief-asked": frozenset({"unit"}),
    "cases.order-given": frozenset({"unit"}),
    "cases.clock-rang": frozenset({"unit"}),
    "cases.rating-low": frozenset({"unit"}),
    "cases.merged": frozenset({"into"}),
}


class To(StrEnum):
    """Whom a notice is for, seen from the case."""

    UNIT = "unit"
    UNIT_HEAD = "unit-head"
    HOLDER = "holder"
    COMMAND = "command"
    SUPERVISION = "supervision"
    GRID_WORKER = "grid-worker"
    LEADER = "leader"
    REPORTER = "reporter"


class NoticeDeclaration(Shape):
    """One notice: told when the fact is announced with these values."""

    code: DottedSlug
    name: Text
    fact: Annotated[str, Field(pattern=r"^[a-z-]+\.[a-z-]+$")]
    to: To
    urgent: StrictBool = False
    when: Mapping[str, str | int | bool | tuple[str, ...]] = Field(default_factory=dict)
    title: Text
    text: Text

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        known = COMMON | _FURTHER.get(self.fact, frozenset())
        for key, words, most in (("title", self.title, MOST_TITLE), ("text", self.text, MOST_TEXT)):
            for language, said in _spoken(words):
                _check_words(said, place=f"{key}.{language}", key=key, known=known, most=most)
        return self

    def is_meant(self, payload: Mapping[str, object]) -> bool:
        """Say whether a fact with these values is the one declared."""
        return all(_agrees(payload.get(name), wanted) for name, wanted in self.when.items())

    def said(self, values: Mapping[str, str], *, language: str) -> tuple[str, str]:
        """Give title and text in a language with the values in their places."""
        return tuple(  # type: ignore[return-value]  # two of them
            _PLACE.sub(lambda place: values.get(place[1], ""), words.in_language(language))
            for words in (self.title, self.text)
        )


def _spoken(words: Text) -> Iterator[tuple[str, str]]:
    yield from (("zh-hans", words.zh_hans), ("zh-hant", words.zh_hant), ("en", words.en))


def _check_words(said: str, *, place: str, key: str, known: frozenset[str], most: int) -> None:
    for name in _PLACE.findall(said):
        if name not in known:
            what = _("%(place)s 里不认识的占位“{%(name)s}”，这里可以用：%(known)s。")
            raise Misfit(what % {"place": place, "name": name, "known": " ".join(sorted(known))}, key=key)
    if re.search(r"[{}]", _PLACE.sub("", said)):
        raise Misfit(_("%(place)s 里的花括号没有成对。") % {"place": place}, key=key)
    if len(said) > most:
        raise Misfit(_("%(place)s 太长：最多 %(most)s 个字。") % {"place": place, "most": most}, key=key)
    if "\n" in said:
        raise Misfit(_("%(place)s 要写成一行。") % {"place": place}, key=key)


def _agrees(value: object, wanted: str | int | bool | tuple[str, ...]) -> bool:  # noqa: FBT001 a value of the file
    return str(value) in wanted if isinstance(wanted, tuple) else value == wanted or str(value) == str(wanted)
