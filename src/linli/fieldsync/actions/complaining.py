"""A complaint about the app becomes a case of its own: from a phone, or from anybody without an account (国办函〔2026〕12号)."""

from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from linli.cases import actions as cases
from linli.core.installation import installation
from linli.staff.rules import Command

COMPLAINT_KIND = "service.app-complaint"


def complain_about_app(
    text: str, *, channel: str, command: Command, case_id: UUID | None = None, name: str = "", phone: str = ""
) -> cases.Reported:
    """Open a confidential case at the root of the house, read by whoever handles it alone; a worker follows it as an own report."""
    with translation.override(settings.LANGUAGE_CODE):  # as everything the desk's list holds, whoever wrote it
        title = _("对工作软件的投诉")
    new = cases.NewReport(
        text=text, channel=channel, area_code=installation().root_code, kind_code=COMPLAINT_KIND,
        title=title, reporter_name=name, reporter_phone=phone,
        account_id=command.by.account_id,
    )  # fmt: skip
    return cases.report_case(new, command=command, case_id=case_id)
