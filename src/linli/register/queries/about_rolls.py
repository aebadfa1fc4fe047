"""On which voter rolls somebody stands: what they read instead of a disclosure for each drawing-up (decision 16)."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linli.core.moments import to_the_minute
from linli.register.queries.gathering import Section
from linli.register.queries.rolls import rolls_naming


def rolls_section(resident_id: UUID) -> Section:
    """Tell a resident on which rolls they stand: of which community, for which election, when drawn up."""
    columns = (("community", _("社区")), ("election", _("选举日")), ("drawn", _("起草于")))
    rows = tuple((one.area_name, str(one.on), to_the_minute(one.at)) for one in rolls_naming(resident_id))
    about = _("名册起草后由居民选举委员会审核公布；每次起草和取用都记入日志。")
    return Section("rolls", _("所在的选民名册"), columns, rows, about)
