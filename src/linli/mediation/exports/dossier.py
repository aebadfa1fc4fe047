"""Everything the papers say of a mediation, opened once: names in full, dates in words.

The papers are official forms in the language of the law: they are written in Simplified Chinese whatever the reader's
language is, and are no texts of the screen.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone, translation

from linli.mediation.models import Document, Mediation
from linli.mediation.queries.detail import Content, PartyView, content_of
from linli.mediation.queries.naming import TYPE_NAMES, Word
from linli.mediation.rules import Paper, dossier_number, papers_of, type_of

BLANK_DAY = "    年  月  日"


@dataclass(frozen=True)
class Dossier:
    """A mediation with its content in clear, for its papers."""

    mediation: Mediation
    content: Content
    number: str
    committee: str
    mediators: tuple[str, ...]
    papers: tuple[tuple[Paper, bool], ...]

    @property
    def parties(self) -> list[PartyView]:
        """The parties in order."""
        return self.content.parties

    def named(self, party_id: object) -> str:
        """Name a party by its id."""
        return next((party.name for party in self.parties if str(party.id) == str(party_id)), "")

    def documents(self, paper: str) -> list[Document]:
        """List what was handed in under a paper."""
        return [document for document in self.content.documents if document.paper == paper]

    @property
    def kind(self) -> str:
        """The type of dispute, in words."""
        return said(TYPE_NAMES[type_of(self.mediation.kind_code)])


def open_dossier(mediation: Mediation) -> Dossier:
    """Open a mediation for its papers; whoever calls has found it as its reader and kept the reading."""
    content = content_of(mediation, clear=True)
    standing = [choice.mediator.name for choice in content.choices if choice.state == "standing"]
    return Dossier(
        mediation=mediation,
        content=content,
        number=number_of(mediation),
        committee=mediation.committee.name,
        mediators=tuple(standing),
        papers=papers_of(content.facts),
    )


def number_of(mediation: Mediation) -> str:
    """Write the dossier's number; nothing before it is registered."""
    return dossier_number(mediation.year, mediation.number) if mediation.year and mediation.number else ""


def said(word: Word) -> str:
    """Say a word of the screen in the language of the papers."""
    with translation.override("zh-hans"):
        return str(word)


def day(value: dt.date | dt.datetime | None) -> str:
    """Write a date as papers do: 2026年11月16日; a blank to fill in where there is none."""
    if value is None:
        return BLANK_DAY
    local = timezone.localdate(value) if isinstance(value, dt.datetime) else value
    return f"{local.year}年{local.month}月{local.day}日"


def moment(value: dt.datetime) -> str:
    """Write a moment as papers do: 2026年11月16日 9:00."""
    local = timezone.localtime(value)
    return f"{day(value)} {local.hour}:{local.minute:02d}"
