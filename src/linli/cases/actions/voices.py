"""Attach a voice note: a recording as browsers make it, kept once under its content's hash, heard by whoever may read the case."""

import hashlib
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from linli.cases import rules
from linli.cases.actions.attaching import Readable
from linli.cases.actions.recording import begin, find_for_step, record
from linli.cases.models import Attachment, Case
from linli.cases.rules import StepName
from linli.cases.rules.on_the_spot import MOST_VOICE_BYTES, VOICE_ENDINGS
from linli.core.ids import new_id
from linli.core.kept_files import keep_file
from linli.staff.rules import Command

VOICE = "voice"


def attach_voice(case_id: UUID, *, command: Command, file: Readable, name: str) -> Case:
    """Add a voice note to a running case; it is read before the transaction begins."""
    content = file.read(MOST_VOICE_BYTES + 1)
    return _attach(case_id, command=command, content=content, media_type=rules.voice_type(content, name=name))


@transaction.atomic
def _attach(case_id: UUID, *, command: Command, content: bytes, media_type: str) -> Case:
    if (first := begin(command, StepName.ATTACH, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_for_step(case_id, StepName.ATTACH, command)
    sha256 = hashlib.sha256(content).hexdigest()
    keep_file(voice_path(sha256, media_type), content)
    attachment, is_new = Attachment.objects.get_or_create(
        case=case,
        purpose=VOICE,
        sha256=sha256,
        defaults={
            "id": new_id(), "media_type": media_type, "size_bytes": len(content), "width_px": 0, "height_px": 0,
            "added_at": command.at, "added_by": command.by.key[:40],
        },
    )  # fmt: skip
    if is_new:
        record(case, StepName.ATTACH, command, note=f"{VOICE}:{attachment.pk}")
    return case


def voice_path(sha256: str, media_type: str) -> Path:
    """Say where a recording lies: beside the photos, under its own ending."""
    return Path(settings.LINLI_MEDIA) / sha256[:2] / f"{sha256[2:]}.{VOICE_ENDINGS[media_type]}"
