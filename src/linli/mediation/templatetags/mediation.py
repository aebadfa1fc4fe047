"""Codes of mediation in words."""

from uuid import UUID

from django import template

from linli.core.ids import new_id
from linli.mediation.queries import naming
from linli.mediation.queries.naming import Word

register = template.Library()
_WORDS = {
    "source": naming.SOURCE_NAMES, "side": naming.SIDE_NAMES, "how": naming.HOW_NAMES, "rank": naming.RANK_NAMES,
    "choice": naming.CHOICE_NAMES, "relation": naming.RELATION_NAMES, "mode": naming.MODE_NAMES,
    "outcome": naming.OUTCOME_NAMES, "form": naming.FORM_NAMES, "result": naming.RESULT_NAMES,
    "decision": naming.DECISION_NAMES, "referral": naming.REFERRAL_NAMES,
}  # fmt: skip


@register.filter
def word(code: str, about: str) -> Word:
    """Say a code in words."""
    return _WORDS[about].get(code, code)


@register.simple_tag
def new_command() -> UUID:
    """Make a command id, so that a form sent twice is applied once."""
    return new_id()
