"""What grids hold of people: who drew, handed in, decided and edited a plan. Of residents: counts alone."""

from django.utils.translation import gettext_lazy as _

from linli.core.personal_data import (
    LegalBasis,
    Personal,
    Purpose,
    Retention,
    Sensitivity,
    declare,
    technical,
    whole_room,
)

DIVIDE = Purpose("divide-grids", _("划分网格并留下谁划分、谁批准的记录"))
_BY = Personal(
    (DIVIDE,),
    LegalBasis.LEGAL_DUTY,
    Sensitivity.PERSONAL,
    Retention(3650, "the plan was adopted or withdrawn"),
    ("areas.view",),
)

whole_room("grids")
for _field in ("drawn_by", "drawn_by_name", "submitted_by", "submitted_by_name", "decided_by", "decided_by_name"):
    declare("grids.Plan", _field, _BY)
technical(
    "grids.Plan",
    id="key of the row",
    area_code="the area",
    kind="afresh or changed",
    state="where it stands",
    settings="what the drawing was told",
    progress="how far the drawing is",
    sign_at="last sign of life of the drawing",
    doubted_at="since when that sign is too old",
    scores="figures of plan and present grids",
    drawn_at="when",
    submitted_at="when",
    decided_at="when",
    note="why it was returned: staff are told to name no resident",
    adopt_on="from which day on",
    adopted_at="when",
)
technical(
    "grids.PlanPart",
    id="key of the row",
    plan="the plan",
    community_code="the community",
    ground="units of ground with counts of households",
    grid_of_unit="which unit is in which grid",
    drawn="as it was first drawn",
    present="which unit is in which of today's grids",
    grids="the grids of the plan",
    present_grids="codes of today's grids",
    score="figures of the plan",
    present_score="figures of today's grids",
    mark="of today's grids",
    version="number of edits",
)
for _field in ("by", "by_name"):
    declare("grids.PlanEdit", _field, _BY)
technical(
    "grids.PlanEdit",
    id="key of the row",
    part="the community of a plan",
    version="the part's version after it",
    at="when",
    what="which edit",
    payload="what was asked for",
    grid_of_unit_before="which unit was in which grid",
    grids_before="the grids before",
    undoes="the edit this one took back",
)
