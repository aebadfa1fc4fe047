"""What forms hold of somebody with an account: which forms were filled in about them, when, by whom and what for."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from linli.core.moments import to_the_minute
from linli.forms.models import Submission, WriteBack
from linli.forms.queries.submissions import answers_of
from linli.register.catalogue import declared
from linli.register.queries.gathering import Section
from linli.register.queries.whom import homes_of

MOST = 500


def forms_about(_account_id: UUID, resident_id: UUID) -> Sequence[Section]:
    """Tell which forms were filled in about somebody or their household; the answers of those about this person alone."""
    asked = WriteBack.objects.filter(resident_id=resident_id).values("submission_id")
    own = Q(resident_id=resident_id) | Q(pk__in=asked)
    if (home := homes_of([resident_id]).get(resident_id)) is not None:
        own |= Q(household_id=home.household_id, resident_id=None)
    found = Submission.objects.filter(own).select_related("form", "version").order_by("-received_at")
    told = found.defer("version__xform", "version__xlsform")[:MOST]
    rows = tuple(_row(one, resident_id) for one in told)
    columns = (
        ("at", _("时间")), ("form", _("表单")), ("purpose", _("目的")), ("by", _("填写人")), ("answers", _("内容")),
    )  # fmt: skip
    return (Section("forms", _("填报过我的表单"), columns, rows),) if rows else ()


def _row(one: Submission, resident_id: UUID) -> tuple[str, ...]:
    purpose = declared().purposes.get(one.form.purpose_code)
    answers = answers_of(one, clear=True) if one.resident_id == resident_id else ()
    return (
        to_the_minute(one.received_at), one.form.title,
        str(purpose.name) if purpose else one.form.purpose_code, one.by_name,
        "\n".join(f"{row.question}：{row.said}" for row in answers if row.said),
    )  # fmt: skip
