"""Builders of forms for all tests: the shipped forms admitted, a filled household form as a phone writes it."""

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from uuid import UUID

from openpyxl import Workbook

from linli.core.ids import new_id
from linli.forms import actions
from linli.forms.models import Form, FormVersion
from linli.forms.rules import Admission, Target
from linli.forms.sample import admit_shipped
from linli.staff.rules import Actor, Command
from linli.staff.testing import COMMUNITY_OFFICE, DISTRICT, Cast

AT = dt.datetime(2026, 11, 16, 1, 0, tzinfo=dt.UTC)
HEAD = ("type", "name", "label", "required", "bind::linli", "relevant")


def a_command(by: Actor, *, at: dt.datetime = AT) -> Command:
    """Make a command with a new id."""
    return Command(new_id(), by, at)


def make_forms(cast: Cast, *, at: dt.datetime = AT) -> None:
    """Admit the three shipped forms for the district."""
    admit_shipped(cast.luo.actor, owner_unit=COMMUNITY_OFFICE, area_code=DISTRICT, at=at)


def an_xlsform(
    rows: Sequence[Sequence[str]], *, code: str = "test-form", version: str = "1", choices: Sequence[Sequence[str]] = ()
) -> bytes:
    """Write a small XLSForm: rows of type, name, label, required, binding, relevant."""
    book = Workbook()
    survey = book.worksheets[0]
    survey.title = "survey"
    survey.append(HEAD)
    for row in rows:
        survey.append(list(row))
    sheet = book.create_sheet("choices")
    sheet.append(["list_name", "name", "label"])
    for choice in choices:
        sheet.append(list(choice))
    settings = book.create_sheet("settings")
    settings.append(["form_id", "version", "form_title"])
    settings.append([code, version, "测试表"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def an_admission(**more: object) -> Admission:
    """Say of a test form what must be said of every form."""
    usual: dict[str, object] = {
        "owner_unit": COMMUNITY_OFFICE, "purpose_code": "verify", "list_reference": "清单 1", "area_code": DISTRICT,
        "expires_on": AT.date() + dt.timedelta(days=30), "target": Target.NONE,
    }  # fmt: skip
    return Admission(**{**usual, **more})  # type: ignore[arg-type]  # fields of the same dataclass


def make_form(cast: Cast, rows: Sequence[Sequence[str]], *, code: str = "test-form", **more: object) -> Form:
    """Upload and admit a small form."""
    content = an_xlsform(rows, code=code)
    version = actions.upload_form(content, name=f"{code}.xlsx", command=a_command(cast.luo.actor))
    return admit(code, an_admission(**more), command=a_command(cast.luo.actor), version=version.version)


def admit(code: str, said: Admission, *, command: Command, version: str = "1") -> Form:
    """Admit a version as it stands, as somebody does who has just looked at it."""
    row = FormVersion.objects.filter(form_id=code, version=version).first()
    return actions.admit_form(code, version, said, mark=row.mark if row else "", command=command)


def member_xml(**said: str) -> str:
    """Write one turn of the household form's members."""
    names = ("resident_id", "member_name", "relation", "sex", "born_on", "phone", "elder_help")
    return "<members>" + "".join(f"<{name}>{said.get(name, '')}</{name}>" for name in names) + "</members>"


def household_xml(
    *members: str,
    instance: str = "",
    version: str = "2026112201",
    household: UUID | str = "",
    today: str = "2026-11-16",
    home: Mapping[str, str] | None = None,
    replaces: str = "",
) -> bytes:
    """Write a filled household form."""
    said = {"address": "竹桥路1号1单元101室", "dwelling_state": "lived_in", "dwelling_use": "home", **(home or {})}
    inside = "".join(f"<{name}>{text}</{name}>" for name, text in said.items())
    old = f"<deprecatedID>{replaces}</deprecatedID>" if replaces else ""
    meta = f"<meta><instanceID>{instance or f'uuid:{new_id()}'}</instanceID>{old}</meta>"
    return (
        f'<data xmlns:jr="http://openrosa.org/javarosa" id="household" version="{version}"><today>{today}</today>'
        f"<household_id>{household}</household_id><dwelling_id/><home>{inside}</home>{''.join(members)}"
        f"<wishes><help_major>none</help_major></wishes>{meta}</data>"
    ).encode()
