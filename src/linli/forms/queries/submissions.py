"""Filled forms as the desk lists and shows them: whom they are about masked, answers in the words of their questions."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from linli.core.scope import within
from linli.core.secrets import unseal
from linli.forms.converting import Instance, read_instance
from linli.forms.models import FormVersion, Submission, SubmissionFile
from linli.forms.queries.agreeing import closed_among
from linli.forms.queries.asking import questions_of
from linli.forms.queries.checking import choice_label, label_of
from linli.forms.queries.reviewing import masked
from linli.forms.queries.visible import submissions_visible_to
from linli.forms.rules import ATTRIBUTES, OF_PEOPLE, Question
from linli.forms.rules.states import OVER
from linli.places import queries as places
from linli.register.queries.whom import masked_households, masked_residents
from linli.staff.rules import Actor, Permission

PAGE_SIZE = 50
MOST_EXPORTED = 20_000
MOST_PARTS = 100
_BETWEEN = "~"
UNMATCHED = "unmatched"  # about people, and nobody knows yet about whom: looked at, but compared with nothing
_UNMATCHED = Q(form__target__in=OF_PEOPLE, household_id=None) & ~Q(state__in=[one.value for one in OVER])


@dataclass(frozen=True)
class SubmissionRow:
    """One filled form of the list."""

    id: UUID
    form_code: str
    title: str
    version: str
    area_code: str
    area: str
    whom: str
    filled_on: dt.date
    received_at: dt.datetime
    by_name: str
    state: str
    files: int


@dataclass(frozen=True)
class AnswerRow:
    """One answer: the question's words, and what was said."""

    path: str
    question: str
    said: str
    is_heading: bool = False
    attribute: str = ""
    is_hidden: bool = False
    is_missing: bool = False  # it names a file that never came


@dataclass(frozen=True)
class SubmissionFilter:
    """Which filled forms are listed."""

    form: str = ""
    state: str = ""
    area: str = ""
    upto: str = ""  # a part of a long list, as `Part` has it


@dataclass(frozen=True)
class Selection:
    """The filled forms that a workbook holds: the newest, and whether there are more of them."""

    rows: list[Submission]
    is_cut: bool
    closed: int = 0  # left out: nobody agreed, or nobody knows who


@dataclass(frozen=True)
class Part:
    """A part of a list that is too long for one workbook: from its newest filled form back to where the next part begins."""

    upto: str
    newest_at: dt.datetime


def submission_rows(actor: Actor, wanted: SubmissionFilter, *, page: int = 1) -> tuple[list[SubmissionRow], bool]:
    """Read a page of the filled forms of somebody's area, the newest first; say whether there is more."""
    start = (max(page, 1) - 1) * PAGE_SIZE
    found = list(_filtered(actor, wanted).defer("xml_sealed")[start : start + PAGE_SIZE + 1])
    return rows_of(found[:PAGE_SIZE]), len(found) > PAGE_SIZE


def count_unmatched(actor: Actor) -> int:
    """Count the filled forms of somebody's area of which nobody knows yet whom they are about."""
    return submissions_visible_to(actor).filter(_UNMATCHED).count()


def next_unmatched(actor: Actor, submission_id: UUID) -> UUID | None:
    """Find the filled form that comes after one in the list of those without a household; None at its end."""
    visible = submissions_visible_to(actor)
    rest = visible.filter(_UNMATCHED).exclude(pk=submission_id).order_by("-received_at", "-id")
    if here := visible.filter(pk=submission_id).values_list("received_at", "id").first():
        rest = rest.filter(_at_most(*here))
    return rest.values_list("pk", flat=True).first()


def submissions_to_export(actor: Actor, wanted: SubmissionFilter) -> Selection:
    """Select filled forms for a workbook without answers; three queries."""
    return _newest(_filtered(actor, wanted).defer("xml_sealed"))


def answers_to_export(actor: Actor, wanted: SubmissionFilter) -> Selection:
    """Select filled forms with their answers, of the area in which somebody may also take lists out; three queries.

    Where the purpose rests on consent, two more: what is not agreed to stays out.
    """
    found = _newest(_answers(actor, wanted))
    closed = closed_among(found.rows)
    return replace(found, rows=[row for row in found.rows if row.pk not in closed], closed=len(closed))


def parts_of_list(actor: Actor, wanted: SubmissionFilter) -> list[Part]:
    """Say where each workbook of a long list begins; none where one holds them all."""
    return _parts(_filtered(actor, replace(wanted, upto="")))


def parts_of_answers(actor: Actor, wanted: SubmissionFilter) -> list[Part]:
    """Say where each workbook of many answers begins; none where one holds them all."""
    return _parts(_answers(actor, replace(wanted, upto="")))


def rows_of(found: Sequence[Submission]) -> list[SubmissionRow]:
    """Put filled forms into lines, whom they are about masked; a fixed number of queries."""
    people = masked_residents({one.resident_id for one in found if one.resident_id})
    homes = masked_households({one.household_id for one in found if one.household_id})
    files = _files_of(found)
    return [_row(one, people, homes, files.get(one.pk, 0)) for one in found]


def answers_of(submission: Submission, *, clear: bool) -> list[AnswerRow]:
    """Give the answers in the form's order, masked unless the reader has said what for.

    Names, phones and birth dates are shown in part; of what people wrote, counted or sent in besides nothing is shown,
    because anything may stand there.
    """
    hides = not clear and hides_answers(submission)
    questions = {one.path: one for one in questions_of(submission.version)}
    instance = read_instance(unseal(submission.xml_sealed).encode())
    missing = _missing_files(submission, questions, instance)
    return [
        replace(row, is_missing=(path, text) in missing)
        for path, text in instance.all_answers()
        if (row := _answer(path, text, questions, clear=clear, hides=hides))
    ]


def hides_answers(submission: Submission) -> bool:
    """Say whether a filled form is about people, whose words and files are opened for a stated reason alone."""
    return submission.form.target in OF_PEOPLE


def answer_to(submission: Submission, attribute: str) -> str:
    """Give the one answer that is a field of the register; '' where the form does not ask for it."""
    one = next((one for one in questions_of(submission.version) if one.attribute == attribute and not one.repeat), None)
    return read_instance(unseal(submission.xml_sealed).encode()).first(one.path) if one else ""


def answer_columns(questions: Sequence[Question]) -> list[tuple[str, str]]:
    """Name the columns of a workbook of answers: each question that is asked, by its path."""
    return [(one.path, label_of(one)) for one in questions if one.is_asked and one.kind != "file"]


def answer_cells(submission: Submission, questions: Sequence[Question]) -> Iterator[tuple[str, str]]:
    """Give each question's answers by path; several of a repeat one after the other."""
    instance = read_instance(unseal(submission.xml_sealed).encode())
    for one in questions:
        if one.is_asked and one.kind != "file":
            yield one.path, "；".join(_worded(one, text) for text in instance.answers(one.path) if text)


def files_of(submission: Submission) -> Sequence[SubmissionFile]:
    """List the files of a filled form."""
    return tuple(submission.files.order_by("name"))


def _newest(found: QuerySet[Submission]) -> Selection:
    rows = list(found[: MOST_EXPORTED + 1])
    return Selection(rows[:MOST_EXPORTED], len(rows) > MOST_EXPORTED)


def _answers(actor: Actor, wanted: SubmissionFilter) -> QuerySet[Submission]:
    return _filtered(actor, wanted).filter(within("area_code", actor.prefixes(Permission.PEOPLE_EXPORT)))


def _parts(found: QuerySet[Submission]) -> list[Part]:
    """Mark the newest of each part by itself: what comes in meanwhile, or is decided on, is in no two parts and leaves none."""
    place = Window(RowNumber(), order_by=[F("received_at").desc(), F("id").desc()]) - 1
    firsts = (
        found.prefetch_related(None)
        .annotate(place=place)
        .filter(place__in=range(0, MOST_PARTS * MOST_EXPORTED, MOST_EXPORTED))
    )
    starts = list(firsts.values_list("received_at", "id"))
    marks = [f"{at.isoformat()}{_BETWEEN}{pk}" for at, pk in starts]
    ends = [f"{_BETWEEN}{mark}" for mark in marks[1:]]
    parts = [Part(mark + end, at) for mark, end, (at, _pk) in zip(marks, [*ends, ""], starts, strict=True)]
    return parts if len(parts) > 1 else []


def _part_of(found: QuerySet[Submission], part: str) -> QuerySet[Submission]:
    """Select a part, without what the next one begins with; all of them where it is none."""
    said = part.split(_BETWEEN)
    try:
        bounds = [(_moment(at), UUID(pk)) for at, pk in zip(said[::2], said[1::2], strict=True)]
    except (ValueError, OverflowError):
        return found
    if len(bounds) > 2:
        return found
    found = found.filter(_at_most(*bounds[0]))
    return found.exclude(_at_most(*bounds[1])) if bounds[1:] else found


def _moment(said: str) -> dt.datetime:
    """Read a moment of some zone; one at the edge of the calendar has no time elsewhere (OverflowError)."""
    at = dt.datetime.fromisoformat(said)
    if at.tzinfo is None:
        raise ValueError(said)
    return at.astimezone(dt.UTC)


def _at_most(at: dt.datetime, pk: UUID) -> Q:
    return Q(received_at__lt=at) | Q(received_at=at, id__lte=pk)


def _filtered(actor: Actor, wanted: SubmissionFilter) -> QuerySet[Submission]:
    """Select filled forms, the newest first; a form and its version are read once, however many were filled in."""
    versions = Prefetch("version", FormVersion.objects.defer("xform", "xlsform"))
    found = submissions_visible_to(actor).order_by("-received_at", "-id").prefetch_related("form", versions)
    if wanted.form:
        found = found.filter(form_id=wanted.form)
    if wanted.state == UNMATCHED:
        found = found.filter(_UNMATCHED)
    elif wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.area.isdigit():
        found = found.filter(area_code__startswith=wanted.area)
    return _part_of(found, wanted.upto) if wanted.upto else found


def _files_of(found: Sequence[Submission]) -> dict[UUID, int]:
    counts: dict[UUID, int] = {}
    for pk in SubmissionFile.objects.filter(submission__in=[one.pk for one in found]).values_list(
        "submission_id", flat=True
    ):
        counts[pk] = counts.get(pk, 0) + 1
    return counts


def _row(one: Submission, people: dict[UUID, str], homes: dict[UUID, str], files: int) -> SubmissionRow:
    whom = people.get(one.resident_id, "") if one.resident_id else ""
    whom = whom or (homes.get(one.household_id, "") if one.household_id else "")
    return SubmissionRow(
        id=one.pk, form_code=one.form_id, title=one.form.title, version=one.version.version, area_code=one.area_code,
        area=places.area_name(one.area_code), whom=whom, filled_on=one.filled_on, received_at=one.received_at,
        by_name=one.by_name, state=one.state, files=files,
    )  # fmt: skip


def _missing_files(
    submission: Submission, questions: Mapping[str, Question], instance: Instance
) -> set[tuple[str, str]]:
    """Find the answers that name a file which never came, or not yet: each by its path and the name."""
    named = {
        (path, text)
        for path, text in instance.all_answers()
        if text and path in questions and questions[path].kind == "file"
    }
    came = {one.name for one in files_of(submission)} if named else set()
    return {one for one in named if one[1] not in came}


def _answer(path: str, text: str, questions: dict[str, Question], *, clear: bool, hides: bool) -> AnswerRow | None:
    one = questions.get(path)
    if one is None or one.kind in {"note", "group", "repeat", "hidden"}:
        return None
    if hides and text and not one.is_closed:
        return AnswerRow(path, label_of(one), "", attribute=one.attribute, is_hidden=True)
    said = _worded(one, text)
    field = ATTRIBUTES[one.attribute].field if one.attribute in ATTRIBUTES else ""
    return AnswerRow(path, label_of(one), said if clear else masked(field, said), attribute=one.attribute)


def _worded(one: Question, text: str) -> str:
    return choice_label(one, text) if one.choices and text else text
