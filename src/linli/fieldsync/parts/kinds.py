"""The kinds a report may be of, each with the words by which a phone suggests it without a network."""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache

from linli.cases.catalogue import KindDeclaration
from linli.cases.queries.kinds import catalogue
from linli.cases.queries.suggesting import learnt_words
from linli.cases.rules import Evidence
from linli.cases.triage.features import normalise
from linli.fieldsync.parts.shapes import Holder, Part, Row, Stored, catalogue_mark, full

_PHOTOS = {Evidence.NONE: 0, Evidence.AFTER: 1, Evidence.BEFORE_AND_AFTER: 2}


def _kinds(holder: Holder) -> list[Stored]:
    """List the kinds of the day with what was learnt to speak for each: a new model sends out only the kinds it changes."""
    return _of_day(holder.on, catalogue_mark(), tuple(sorted(learnt_words().items())))


def _kind_rows(_holder: Holder, stored: Sequence[Stored]) -> list[Row]:
    kinds = catalogue().kinds
    return [_row(kinds[code], learnt) for code, _version, learnt in stored if code in kinds]


@lru_cache(maxsize=8)
def _of_day(on: dt.date, _mark: str, learnt: tuple[tuple[str, tuple[str, ...]], ...]) -> list[Stored]:
    words = dict(learnt)
    return [(kind.code, kind.version, words.get(kind.code, ())) for kind in catalogue().kinds_on(on)]


def _row(kind: KindDeclaration, learnt: Sequence[str] = ()) -> Row:
    row = full(
        id=kind.code, name=str(kind.name), group=kind.group.value, major=str(catalogue().majors[kind.major].name),
        evidence=kind.evidence.value, words=words_of(kind, learnt),
    )  # fmt: skip
    return {**row, "on_spot": kind.on_spot, "photos": _PHOTOS[kind.evidence]}


def words_of(kind: KindDeclaration, learnt: Sequence[str] = ()) -> list[str]:
    """Give the words of a kind, declared and learnt, as texts are compared with them: like the server's index of keywords."""
    plain = (normalise(word) for word in (*kind.keywords, *learnt))
    return sorted({word for word in plain if len(word) > 1})


KINDS = Part("kinds", _kinds, _kind_rows)
