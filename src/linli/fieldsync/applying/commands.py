"""Commands of a phone, applied one by one: each wholly or not at all, each once, and none held up by another."""

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import DataError, IntegrityError, OperationalError, transaction
from django.utils import timezone
from pydantic import ValidationError

from linli.cases.queries.last_lines import last_lines
from linli.core.commands import CommandIdReused
from linli.core.errors import Invalid, LinliError, Stale, Unavailable
from linli.core.kept_files import files_last
from linli.core.statements import insert_row
from linli.fieldsync import errors
from linli.fieldsync.actions.staging import NO_ROOM, discard, is_all_there, offset_of, place_of, set_aside
from linli.fieldsync.applying import first_conflicts
from linli.fieldsync.applying.files import ready
from linli.fieldsync.applying.frame import Done, Kind, Payload, Work
from linli.fieldsync.applying.reading import CommandIn, MediaIn, Sender, case_of, kind_of
from linli.fieldsync.applying.table import KINDS
from linli.fieldsync.models import FieldCommand
from linli.fieldsync.queries.commands import applied_before
from linli.staff.rules import Command

log = logging.getLogger(__name__)

MOST_COMMANDS = 50
CONFLICT = "conflict"
_TRIES = 2

type Told = dict[str, object]


class Repeated(Exception):
    """The command was applied by another request while this one worked on it."""


class Batch:
    """The commands of one request, in their order."""

    def __init__(self, sender: Sender, commands: Sequence[CommandIn]) -> None:
        self.sender, self.commands = sender, commands
        self._known = applied_before(one.id for one in commands)
        self._last = last_lines(key for one in commands if (key := case_of(one)) is not None)
        self._held = set[str]()

    def apply(self) -> list[Told]:
        """Answer every command; after one of a record that has to wait, the others of that record wait too."""
        answers = []
        for one in self.commands:
            answer = self._answer(one)
            if one.record and answer["outcome"] in {"later", "needs-media"}:
                self._held.add(one.record)
            answers.append(answer)
        return answers

    def _answer(self, one: CommandIn) -> Told:
        try:
            if (first := self._known.get(one.id)) is not None:
                return self._again(one, first)
            if one.record in self._held:
                return _told(one, "later")
            if missing := self._missing(one):
                return {**_told(one, "needs-media"), "missing": missing}
            return self._applied(one)
        except LinliError as refusal:
            return self._refusal(one, refusal)
        except OSError as fault:
            log.exception("files of a command could not be kept", extra={"command": one.name})
            return _refused(one, errors.DiskFull() if fault.errno in NO_ROOM else errors.CommandTrouble())
        except OperationalError:
            log.warning("a command could not be stored", exc_info=True, extra={"command": one.name})
            return _refused(one, errors.CommandTrouble())
        except Exception:
            log.exception("a command could not be applied", extra={"command": one.name})
            return _refused(one, errors.CommandTrouble())

    def _refusal(self, one: CommandIn, refusal: LinliError) -> Told:
        """Say why a command is not applied; the files of one that is refused for good give way to others."""
        if not isinstance(refusal, Unavailable):
            set_aside(self.sender.device.pk, one.id)
        return _refused(one, refusal)

    def _missing(self, one: CommandIn) -> list[Told]:
        """Name the files that are not all there, and how much of each is."""
        missing: list[Told] = []
        for media in one.media:
            place = place_of(self.sender.device.pk, one.id, media.sha256)
            if not is_all_there(place, media.size):
                missing.append({"sha256": media.sha256, "offset": offset_of(place)})
        return missing

    def _applied(self, one: CommandIn) -> Told:
        kind = kind_of(one)
        work = self._work(one, kind)
        try:
            done = self._stored(one, kind, work)
        except Repeated:
            return self._again(one, FieldCommand.objects.get(pk=one.id))
        if one.media:
            discard(self.sender.device.pk, one.id)
        if (case_id := case_of(one)) is not None:
            self._last[case_id] = work.command.at
        return _done(one, _outcome(done), done)

    def _work(self, one: CommandIn, kind: Kind) -> Work[Any]:
        """Read what was said, and the files, before the transaction begins: a large photo takes its time."""
        last = self._last.get(key) if (key := case_of(one)) is not None else None
        command = Command(one.id, self.sender.actor, self.sender.put_right(one.at, last=last), self.sender.late(one.at))
        said = _said(one, kind)
        files = [
            ready(
                place_of(self.sender.device.pk, one.id, media.sha256).whole,
                media.model_copy(update={"taken_at": self._taken_at(media)}),
                roles=kind.roles,
            )
            for media in one.media
        ]
        return Work(command, said, self.sender.device.pk, files, self.sender.put_right)

    def _taken_at(self, media: MediaIn) -> dt.datetime | None:
        return self.sender.put_right(media.taken_at) if media.taken_at else None

    def _stored(self, one: CommandIn, kind: Kind, work: Work[Any]) -> Done:
        for left in reversed(range(_TRIES)):
            try:
                return self._store(one, kind, work)
            except (OperationalError, Stale):
                if not left:
                    raise
            except IntegrityError:
                if not left:
                    raise errors.RecordTaken from None
            except DataError:  # what no column holds is refused for good: it would never be stored
                raise errors.PayloadWrong(field=one.name, where=one.name) from None
        raise errors.CommandTrouble

    def _store(self, one: CommandIn, kind: Kind, work: Work[Any]) -> Done:
        """Apply a command and keep its answer, in one transaction; its files are written right before the commit."""
        with transaction.atomic(), files_last():
            done = kind.apply(work)
            row = FieldCommand(
                id=one.id, device_id=self.sender.device.pk, name=one.name, record=one.record,
                applied_on=timezone.localdate(self.sender.now), outcome=_outcome(done), result=done.result,
                conflicts_sealed=first_conflicts.closed(done.conflicts),
            )  # fmt: skip
            if not insert_row(row, unless_taken="id"):
                raise Repeated
        return done

    def _again(self, one: CommandIn, first: FieldCommand) -> Told:
        """Give the first answer again, whatever the record is by now: what was in conflict then is told as it was told then."""
        if (first.device_id, first.name) != (self.sender.device.pk, one.name):
            raise CommandIdReused
        if one.media:
            discard(self.sender.device.pk, one.id)
        if first.outcome != CONFLICT:
            return _done(one, first.outcome, Done(first.result))
        conflicts = first_conflicts.opened(first.conflicts_sealed, _said(one, KINDS[first.name]))
        return _done(one, first.outcome, Done(first.result, conflicts))


def _said(one: CommandIn, kind: Kind) -> Payload:
    try:
        return kind.payload.model_validate(one.payload)
    except ValidationError as wrong:
        where = ".".join(str(part) for part in wrong.errors()[0]["loc"])
        raise errors.PayloadWrong(field=where, where=where) from None


def _outcome(done: Done) -> str:
    return CONFLICT if done.conflicts else "applied"


def _told(one: CommandIn, outcome: str) -> Told:
    return {"id": one.id, "outcome": outcome}


def _done(one: CommandIn, outcome: str, done: Done) -> Told:
    answer = _told(one, outcome)
    if done.result:
        answer["result"] = done.result
    if outcome == CONFLICT:
        answer["conflicts"] = [asdict(conflict) for conflict in done.conflicts]
    return answer


def _refused(one: CommandIn, refusal: LinliError) -> Told:
    """Say why a command was not applied: for good, or for now."""
    problem = {"code": refusal.code, "title": str(refusal)}
    if isinstance(refusal, Invalid) and refusal.field:
        problem["field"] = refusal.field
    outcome = "later" if isinstance(refusal, Unavailable) else "refused"
    return {**_told(one, outcome), "problem": problem}
