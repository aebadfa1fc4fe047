"""The forms that come with Linli, admitted for a town: made through the public actions, as an office would."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from linli.core.ids import new_id
from linli.forms import actions
from linli.forms.models import Form
from linli.forms.rules import Admission, Target
from linli.staff.rules import Actor, Command

SHIPPED = Path(__file__).resolve().parents[1] / "catalogue" / "forms"


@dataclass(frozen=True)
class Shipped:
    """One form that comes along, and how it is admitted."""

    file: Path
    purpose: str
    target: Target
    list_reference: str
    asked_by: str
    about: str
    days: int
    lead_days: int

    def admission(self, *, owner_unit: str, area_code: str, on: dt.date) -> Admission:
        """Say who answers for it, where it is asked and until when."""
        return Admission(
            owner_unit=owner_unit, purpose_code=self.purpose, list_reference=self.list_reference,
            expires_on=on + dt.timedelta(days=self.days), area_code=area_code, target=self.target,
            lead_days=self.lead_days, asked_by=self.asked_by, about=self.about,
        )  # fmt: skip


def shipped_forms() -> list[Shipped]:
    """List the forms that come along."""
    said = tomllib.loads((SHIPPED / "shipped.toml").read_text(encoding="utf-8"))["form"]
    return [
        Shipped(
            SHIPPED / one["file"], one["purpose"], Target(one["target"]), one["list_reference"], one["asked_by"],
            one["about"], one["days"], one["lead_days"],
        )
        for one in said
    ]  # fmt: skip


def admit_shipped(by: Actor, *, owner_unit: str, area_code: str, at: dt.datetime) -> int:
    """Upload and admit the forms that come along for an area; say how many, none where they stand already."""
    admitted = 0
    for one in shipped_forms():
        version = actions.upload_form(one.file.read_bytes(), name=one.file.name, command=Command(new_id(), by, at))
        if Form.objects.filter(pk=version.form_id, admitted_at__isnull=False).exists():
            continue
        said = one.admission(owner_unit=owner_unit, area_code=area_code, on=timezone.localdate(at))
        command = Command(new_id(), by, at)
        actions.admit_form(version.form_id, version.version, said, mark=version.mark, command=command)
        admitted += 1
    return admitted
