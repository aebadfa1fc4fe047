"""Questions over people: counted first, then a masked page, then an export that names its purpose; each written into the log."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from linli.core import audit
from linli.core.audit import Act
from linli.core.errors import NotAllowed
from linli.core.ids import new_id
from linli.core.scope import covering
from linli.register import errors
from linli.register.actions.recording import Reading, keep_reading
from linli.register.asking.language import parse
from linli.register.asking.printing import printed
from linli.register.asking.tree import attributes_of
from linli.register.models import SavedQuery
from linli.register.queries.grounds import Ground, Question, ground_for
from linli.register.queries.people_found import (
    PAGE,
    Engine,
    Row,
    all_rows,
    columns_of,
    count_of,
    ids_of,
    rows_of,
    sql_of,
)
from linli.register.queries.purposes import Use, purpose_for
from linli.register.queries.rounded_counts import RoundedCount, rounded_count
from linli.staff.rules import Command, Permission

MOST_EXPORTED = 100_000
LONGEST_NAME = 60


@dataclass(frozen=True)
class Counted:
    """How many residents a question finds, and how that was found out."""

    count: int
    text: str
    engine: Engine


@dataclass(frozen=True)
class Page:
    """Some of the residents a question finds, masked; `after` continues."""

    columns: tuple[str, ...]
    rows: Sequence[Row]
    after: UUID | None


@dataclass(frozen=True)
class Export:
    """Everybody a question finds, clear where the purpose lists it."""

    columns: tuple[str, ...]
    rows: Sequence[Row]
    ground: Ground


def count_people(question: Question, *, command: Command) -> Counted:
    """Count who a question finds within the asker's scope; this comes before anybody is looked at."""
    ground = _ground(question, command, Permission.PEOPLE_QUERY)
    count, engine = count_of(ground, now=command.at)
    _note(ground, command, Act.COUNT, count)
    return Counted(count, ground.text, engine)


def count_rounded(text: str, *, command: Command, area: str = "") -> RoundedCount:
    """Count for an analyst, who may look at nobody: rounded so that no small count can be recovered, and written down."""
    told = rounded_count(text, actor=command.by, today=timezone.localdate(command.at), area=area)
    detail = {"fields": sorted(attributes_of(parse(text))), "how": "rounded"}
    with transaction.atomic():
        audit.note(
            audit.Line(
                Act.COUNT, command.by.key, command.by.name, command.at, purpose="planning", subject_kind="residents",
                count=told.count, detail=detail, area_code=covering(command.by.prefixes(Permission.FIGURES_VIEW)),
            )
        )  # fmt: skip
    return told


def look_at_page(question: Question, *, command: Command, after: UUID | None = None, limit: int = PAGE) -> Page:
    """Give a page of the residents a question finds, masked; whoever no longer fulfils it is left out."""
    ground = _personal_ground(question, command, Permission.PEOPLE_QUERY)
    found = ids_of(ground, after=after, limit=limit + 1)
    rows = rows_of(ground, found[:limit], clear=False)
    _note(ground, command, Act.READ, len(rows))
    return Page(columns_of(ground), rows, found[limit - 1] if len(found) > limit else None)


def take_out(question: Question, *, command: Command, said: str = "") -> Export:
    """Give everybody a question finds, with the attributes of its purpose; each of them can read that it was done."""
    ground = _personal_ground(question, command, Permission.PEOPLE_EXPORT)
    count, _engine = count_of(ground, now=command.at)
    if count > MOST_EXPORTED:
        raise errors.TooManyToExport(count=count, most=MOST_EXPORTED)
    rows = [row for chunk in all_rows(ground, clear=True) for row in chunk]
    with transaction.atomic():
        people = [row.resident_id for row in rows]
        reading = Reading(people, columns_of(ground), ground.purpose.code, "export", ground.area_code, said)
        keep_reading(reading, by=command.by, at=command.at)
    return Export(columns_of(ground), rows, ground)


def explain(question: Question, *, command: Command) -> Iterator[tuple[str, str]]:
    """Tell how a question is answered: its canonical text, the engine, the SQL and the values in it; nobody is read."""
    ground = _ground(question, command, Permission.PEOPLE_QUERY)
    engine, sql = sql_of(ground)
    yield "text", ground.text
    yield "engine", engine
    yield "sql", sql.text
    yield "parameters", ", ".join(map(str, sql.parameters))


@transaction.atomic
def save_query(name: str, question: Question, *, command: Command) -> SavedQuery:
    """Keep a question under a name for its account: the text and the purpose, never the answer."""
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        raise errors.QueryNameWrong(field="name", most=LONGEST_NAME)
    account_id = _account(command)
    text = printed(parse(question.text))
    purpose = purpose_for(question.purpose, use=Use.ASKING)
    kept, _made = SavedQuery.objects.update_or_create(
        account_id=account_id,
        name=name.strip(),
        defaults={"text": text, "purpose_code": purpose.code, "made_at": command.at},
        create_defaults={"id": new_id(), "text": text, "purpose_code": purpose.code, "made_at": command.at},
    )
    return kept


@transaction.atomic
def forget_query(query_id: UUID, *, command: Command) -> None:
    """Remove a saved question of the account's own."""
    removed, _each = SavedQuery.objects.filter(pk=query_id, account_id=_account(command)).delete()
    if not removed:
        raise errors.QueryNotFound


def _account(command: Command) -> UUID:
    if command.by.account_id is None:
        raise NotAllowed
    return command.by.account_id


def _ground(question: Question, command: Command, permission: Permission) -> Ground:
    return ground_for(question, command.by, today=timezone.localdate(command.at), permission=permission)


def _personal_ground(question: Question, command: Command, permission: Permission) -> Ground:
    ground = _ground(question, command, permission)
    if "name" not in ground.purpose.attributes:
        raise errors.PurposeCountsOnly(purpose=str(ground.purpose.name))
    if permission is Permission.PEOPLE_EXPORT and ground.organisation is not None:
        raise errors.MembersTakenOutThere
    return ground


def _note(ground: Ground, command: Command, act: Act, count: int) -> None:
    """Write a line that names what was asked about, not the values; equal questions have equal marks."""
    mark = hashlib.sha256(ground.text.encode()).hexdigest()[:12]
    of = ground.organisation
    with transaction.atomic():
        audit.note(
            audit.Line(
                act, command.by.key, command.by.name, command.at, area_code=ground.area_code,
                purpose=ground.purpose.code, subject_kind="organisation" if of else "residents",
                subject_id=str(of.pk) if of else "", count=count,
                detail={"fields": sorted(attributes_of(ground.node)), "how": "query", "question": mark},
            )
        )  # fmt: skip
