"""The lists that people choose from, in the words of the account's language."""

from collections.abc import Mapping

from django.utils.functional import Promise

from linli.cases.queries.kinds import catalogue
from linli.cases.wording import OUTCOME_NAMES
from linli.fieldsync.parts.shapes import Holder, Part, Row, Stored, as_made, ready
from linli.register.queries.carrying import open_programmes
from linli.register.wording import RELATION_NAMES, SEX_NAMES, STATE_NAMES, USE_NAMES
from linli.visits.queries import visit_purposes

_OUTCOMES = ("solved", "explained", "not-fixable")  # what a unit may answer with


def _words(_holder: Holder) -> list[Stored]:
    lists: dict[str, list[Row]] = {
        "return_reasons": _return_reasons(),
        "visit_purposes": [{"code": one.code, "name": one.name, "asks": one.asks} for one in visit_purposes()],
        "sexes": named(SEX_NAMES),
        "relations": named(RELATION_NAMES),
        "dwelling_states": named(STATE_NAMES),
        "dwelling_uses": named(USE_NAMES),
        "programmes": [{"code": one.code, "name": str(one.name)} for one in open_programmes()],
        "outcomes": named({code: OUTCOME_NAMES[code] for code in _OUTCOMES}),
    }
    return ready([{"id": name, "items": items} for name, items in lists.items()])


def _return_reasons() -> list[Row]:
    reasons = catalogue().return_reasons.values()
    return [{"code": one.code, "name": str(one.name), "note_required": one.note_required} for one in reasons]


def named(names: Mapping[str, str | Promise]) -> list[Row]:
    """Write codes with their names, in the order in which people choose."""
    return [{"code": code, "name": str(name)} for code, name in names.items()]


WORDS = Part("words", _words, as_made)
