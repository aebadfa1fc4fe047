"""What the declared files of the register say, entry by entry."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, StrictBool

from linli.core.declared import Shape, Slug, Text, Word
from linli.core.personal_data import LegalBasis

Days = Annotated[int, Field(ge=1, le=36_500)]
Months = Annotated[int, Field(ge=1, le=120)]


class PurposeDeclaration(Shape):
    """What people's data may be used for; a sensitive one opens only with a signed impact assessment (PIPL art. 55)."""

    code: Slug
    name: Text
    about: Text  # the sentence the resident reads
    basis: LegalBasis
    law: Word
    sensitive: StrictBool = False
    reading: StrictBool = False  # may be given as the purpose of reading a clear value
    asking: StrictBool = False  # may be given as the purpose of a question over people
    linking: StrictBool = False  # one benefit's list may be held against the register for it
    attributes: tuple[Slug, ...] = ()  # what may be shown and exported for it, by the names of the query language
    notice: Slug | None = None  # which notice is shown before consent
    retention_days: Days


class ProgrammeDeclaration(Shape):
    """A help somebody asks for or has a right to; every enrolment has an end."""

    code: Slug
    name: Text
    about: Text
    purpose: Slug
    months: Months  # the longest time until the next review
    directory: StrictBool = False  # who takes part wishes to be found: volunteers, building leaders, delegates


class NoticeDeclaration(Shape):
    """What somebody is told before they agree, in one version; a changed text is a new version and asks again."""

    code: Slug
    version: Word
    valid_from: dt.date
    text: Text


class QuestionDeclaration(Shape):
    """A question of the impact assessment, put so that yes is what the law asks for (PIPL art. 56)."""

    code: Slug
    part: Literal["purpose", "impact", "measures"]  # the three parts of art. 56
    name: Text
    hint: Text


class SourceDeclaration(Shape):
    """Who can have said something of a person; a higher rank is believed until somebody has looked."""

    code: Slug
    name: Text
    rank: Annotated[int, Field(ge=0, le=100)]


class OrganisationKind(Shape):
    """A kind of organisation, and whether it may keep a list of members here."""

    code: Slug
    name: Text
    members: StrictBool = False


@dataclass(frozen=True)
class Declared:
    """Everything in force, by code; of a notice the newest version first."""

    purposes: Mapping[str, PurposeDeclaration]
    programmes: Mapping[str, ProgrammeDeclaration]
    notices: Mapping[str, tuple[NoticeDeclaration, ...]]
    sources: Mapping[str, SourceDeclaration]
    organisations: Mapping[str, OrganisationKind]
    questions: Mapping[str, QuestionDeclaration]
