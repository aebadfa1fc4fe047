"""The words of a roll as it is printed or taken out: its title, its rule, its columns and why it changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.core.moments import to_the_minute
from linli.places import queries as places
from linli.register.models import RollRun
from linli.register.queries.drafting import basis_names
from linli.register.queries.rolls import Voter
from linli.register.rules.rolls import Basis, Reason, RollRule

RULE_NAMES = {
    RollRule.REGISTERED: gettext_lazy("户籍在本社区"),
    RollRule.REGISTERED_OR_LIVING: gettext_lazy("户籍在本社区，或居住满一年并本人申请"),
}
REASON_NAMES = {
    Reason.CAME_OF_AGE: gettext_lazy("年满十八周岁"),
    Reason.MOVED_IN: gettext_lazy("迁入"),
    Reason.ASKED: gettext_lazy("本人申请在居住地登记"),
    Reason.MOVED_OUT: gettext_lazy("迁出"),
    Reason.DIED: gettext_lazy("死亡"),
    Reason.VOTES_ELSEWHERE: gettext_lazy("在他处登记"),
    Reason.CORRECTED: gettext_lazy("登记更正"),
}
SEX_NAMES = {"female": gettext_lazy("女"), "male": gettext_lazy("男"), "": ""}


@dataclass(frozen=True)
class RollWords:
    """What stands above and below a roll."""

    title: str
    about: str
    notes: tuple[str, ...]


def words_of(run: RollRun) -> RollWords:
    """Write what stands above and below a roll."""
    about = _("选举日 %(on)s　登记范围：%(rule)s　共 %(count)s 人　起草于 %(at)s") % {
        "on": run.on,
        "rule": RULE_NAMES[RollRule(run.rule)],
        "count": run.count,
        "at": to_the_minute(run.at),
    }
    return RollWords(_("%(area)s选民名册（草案）") % {"area": places.area_name(run.area_code)}, about, notes())


def notes() -> tuple[str, ...]:
    """Write what every draft says of itself."""
    return (
        _("依照法律被剥夺政治权利的人，由居民选举委员会依法核减；邻里不保存这类信息。"),
        _("本册是草案，由居民选举委员会审核后公布；对名册有异议的，请在公布期内向居民选举委员会提出。"),
    )


def cells_of(voter: Voter, *, basis: Mapping[Basis, str] | None = None) -> tuple[object, ...]:
    """Give a voter's cells in the order of the columns: number, name, sex, birth date, address, remark."""
    remark = REASON_NAMES[voter.reason] if voter.reason else (basis or basis_names()).get(voter.basis, "")
    born_on = voter.born_on.isoformat() if voter.born_on else ""
    return (voter.number or "", voter.name, str(SEX_NAMES[voter.sex]), born_on, voter.address, str(remark))
