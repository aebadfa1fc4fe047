"""What people do with components: put many in from a file, or change one."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from linli.places import queries, rules
from linli.places.actions.registered import COMPONENTS, Counted, facts_of, put_drafts
from linli.places.models import Component
from linli.places.rules import ComponentDraft, Level

_DIVISION = rules.DIGITS[Level.DISTRICT]


@transaction.atomic
def put_components(drafts: Sequence[ComponentDraft], *, by: str, at: dt.datetime) -> Counted:
    """Store components, or change those already stored, by code; each is located to its grid."""
    layout = queries.code_layout()
    for draft in drafts:
        rules.check_component(draft, layout=layout)
    return put_drafts(COMPONENTS, drafts, _row, by=by, at=at)


def _row(draft: ComponentDraft, area: str, _stored: Component | None) -> Component:
    """Make the row; outside every area it belongs to the division that the code itself names."""
    facts = {**facts_of(draft), "state": draft.state.value}
    class_code = queries.code_layout().class_of(draft.code)
    return Component(area_code=area or draft.code[:_DIVISION], class_code=class_code, **facts)
