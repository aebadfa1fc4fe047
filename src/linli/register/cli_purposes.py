"""`linli register purposes`: every purpose for which people's data may be used, and whether it is open."""

import json

import click
from django.utils.translation import gettext as _

from linli.register.queries.purposes import PurposeRow, purposes_register


@click.command("purposes", help=_("目的登记：每个目的的依据、字段、保存期限，是否开启，最近的影响评估。"))
@click.option("--json", "as_json", is_flag=True, help=_("输出 JSON"))
def purposes(*, as_json: bool) -> None:
    """List the register of purposes."""
    rows = purposes_register()
    if as_json:
        click.echo(json.dumps({"purposes": [_facts(row) for row in rows]}, ensure_ascii=False, indent=2))
        return
    for row in rows:
        state = _("已开启") if row.is_open else _("未开启")
        click.echo(f"{row.purpose.code}\t{state}\t{row.purpose.name}\t{row.purpose.basis.value}\t{row.purpose.law}")
    told = {"purposes": len(rows), "open": sum(row.is_open for row in rows)}
    click.echo(_("%(purposes)s 个目的，%(open)s 个已开启。") % told)


def _facts(row: PurposeRow) -> dict[str, object]:
    one, assessment = row.purpose, row.assessment
    return {
        "code": one.code,
        "name": str(one.name),
        "about": str(one.about),
        "basis": one.basis.value,
        "law": one.law,
        "sensitive": one.sensitive,
        "open": row.is_open,
        "attributes": list(one.attributes),
        "retention_days": one.retention_days,
        "assessment": None
        if assessment is None
        else {
            "id": str(assessment.pk),
            "signed_at": assessment.signed_at.isoformat() if assessment.signed_at else None,
            "review_by": assessment.review_by.isoformat() if assessment.review_by else None,
            "revoked": assessment.revoked_at is not None,
        },
    }
