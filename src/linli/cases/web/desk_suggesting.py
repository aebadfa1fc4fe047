"""What triage suggests for a report, as the desk shows it: a kind with its reason, or "don't know"."""

from dataclasses import dataclass

from linli.cases.models import Case
from linli.cases.queries.kinds import kind_name
from linli.cases.queries.suggesting import suggest
from linli.cases.triage.answers import Suggestion
from linli.core.listing import listed


@dataclass(frozen=True)
class SuggestedKind:
    """A kind that triage suggests, named, and how sure it is; or its guesses when it is not sure."""

    code: str
    name: str
    percent: int
    reason: str
    guesses: list[tuple[str, str]]


def suggestion_for(case: Case) -> Suggestion:
    """Ask triage about a stored report."""
    return suggest(case.text)


def suggestion_for_text(text: str) -> Suggestion:
    """Ask triage about a text somebody is still typing."""
    return suggest(text)


def named(suggestion: Suggestion | None) -> SuggestedKind | None:
    """Name what triage suggests; None when it has not even a guess."""
    if suggestion is None or suggestion.best_guess is None:
        return None
    code = suggestion.kind_code or ""
    guesses = [(guess.kind_code, kind_name(guess.kind_code)) for guess in suggestion.others]
    reason = listed(suggestion.reason)
    return SuggestedKind(code, kind_name(code) if code else "", round(suggestion.confidence * 100), reason, guesses)
