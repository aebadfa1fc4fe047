"""The thirteen papers of a dossier, which must be there and which only if there is something (dossier standard)."""

from dataclasses import dataclass
from enum import StrEnum

from linli.mediation import errors
from linli.mediation.rules.course import AGREED_PHASES, Phase


class Need(StrEnum):
    """Whether a paper must be in the dossier."""

    MUST = "must"
    IF_ANY = "if-any"


@dataclass(frozen=True)
class Paper:
    """One of the papers: its place in the dossier and whether it must be there."""

    code: str
    place: int
    need: Need


@dataclass(frozen=True)
class DossierFacts:
    """What a dossier holds, counted."""

    phase: Phase
    accepted: bool = False
    notified: bool = False
    unidentified: int = 0
    representatives: int = 0
    powers: int = 0
    investigations: int = 0
    evidence: int = 0
    sessions: int = 0
    agreed: bool = False
    performance: int = 0
    visits_back: int = 0
    court: int = 0
    notes: int = 0
    has_keeper: bool = False


_M, _I = Need.MUST, Need.IF_ANY
COVER = Paper("cover", 0, _M)
PAPERS = (
    COVER, Paper("application", 1, _M), Paper("rights", 2, _M), Paper("identity", 3, _M), Paper("power", 4, _I),
    Paper("investigation", 5, _I), Paper("evidence", 6, _I), Paper("record", 7, _M), Paper("agreement", 8, _M),
    Paper("performance", 9, _I), Paper("visit-back", 10, _I), Paper("court", 11, _I), Paper("note", 12, _I),
    Paper("back-cover", 13, _M),
)  # fmt: skip
UPLOADED = frozenset({"application", "identity", "power", "evidence", "agreement", "performance", "court", "note"})


def papers_of(facts: DossierFacts) -> tuple[tuple[Paper, bool], ...]:
    """List every paper with whether it is there; what a mediation that ended early never had is not asked of it."""
    there = _there(facts)
    found = []
    for paper in PAPERS:
        need = paper.need
        if paper.code == "agreement" and facts.phase not in AGREED_PHASES:
            need = _I
        if paper.code in {"rights", "identity", "record"} and _ended_early(facts):
            need = _I
        if paper.code == "power" and facts.representatives:
            need = _M
        found.append((Paper(paper.code, paper.place, need), there[paper.code]))
    return tuple(found)


def missing_papers(facts: DossierFacts) -> tuple[str, ...]:
    """Name the papers that must be in the dossier and are not."""
    return tuple(paper.code for paper, is_there in papers_of(facts) if paper.need is _M and not is_there)


def check_complete(facts: DossierFacts, *, named: str) -> None:
    """Refuse to archive a dossier of which a paper is missing; `named` are the missing papers in words."""
    if missing_papers(facts):
        raise errors.DossierIncomplete(missing=named)


def _ended_early(facts: DossierFacts) -> bool:
    return facts.phase not in AGREED_PHASES and facts.sessions == 0


def _there(facts: DossierFacts) -> dict[str, bool]:
    return {
        "cover": facts.has_keeper,
        "application": True,
        "rights": facts.notified,
        "identity": facts.unidentified == 0,
        "power": facts.powers > 0 and facts.powers >= facts.representatives,
        "investigation": facts.investigations > 0,
        "evidence": facts.evidence > 0,
        "record": facts.sessions > 0,
        "agreement": facts.agreed,
        "performance": facts.performance > 0,
        "visit-back": facts.visits_back > 0,
        "court": facts.court > 0,
        "note": facts.notes > 0,
        "back-cover": True,
    }
