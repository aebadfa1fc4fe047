"""What the sample town's grid workers find on their phones: forms admitted for the town, visits made and visits to make."""

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from uuid import UUID

from linli.core.ids import new_id
from linli.forms.sample import admit_shipped
from linli.register.queries.whom import households_standing, masked_households
from linli.site.sampletown.blocks import DISTRICT_CODE
from linli.site.sampletown.past_cases import present
from linli.site.sampletown.staffing import REGISTRY
from linli.staff import queries as staff
from linli.staff.actions import set_card
from linli.staff.rules import SYSTEM, Actor, Command, Permission, Role
from linli.visits import actions as visits
from linli.visits.actions import Made, Matter, NewVisit, Receipt

HOURS = "周一至周五 8:30–17:30，晚上可以预约"
# Visits of the last weeks in the demo worker's grid: days ago, purpose, what was talked about, what was agreed, days to the
# next one, what came up.
_TOLD = (
    (20, "get-to-know", "家里老人腿脚不便，买菜要人帮。", "社区志愿者每周二送菜。", 7, ()),
    (16, "get-to-know", "孩子上小学，问课后托管。", "把托管班的报名时间告诉他们。", None, ()),
    (12, "look-in", "近来身体还好，夜里睡不踏实。", "下周陪去卫生服务站量血压。", 10, ("楼道三层的灯不亮了",)),
    (9, "benefit", "高龄津贴已到账。", "没有别的事。", None, ()),
    (5, "get-to-know", "反映楼下堆了装修垃圾，电动车停在门厅。", "上报处理，有结果来告知。", 6, ("门厅停放电动自行车", "楼下堆放装修垃圾")),
    (2, "look-in", "邻居常来照应，缺一副老花镜。", "带上验光点的电话。", None, ()),
)  # fmt: skip


def let_fill_and_visit(*, today: dt.date) -> tuple[int, int]:
    """Admit the shipped forms, make some visits and plan the coming ones; say how many forms and visits."""
    at = present(today)
    officer = staff.actor_of(staff.account_named("privacy"), on=today)
    admitted = admit_shipped(officer, owner_unit=REGISTRY, area_code=DISTRICT_CODE, at=at)
    worker = staff.actor_of(staff.account_named("worker"), on=today)
    _put_on_cards(at)
    made = sum(1 for _ in _visits(worker, at))
    visits.plan_ahead(at)
    return admitted, made


def _put_on_cards(at: dt.datetime) -> None:
    """Give every grid worker a work phone and hours for the contact cards; the numbers are given to nobody."""
    workers = [one for one in staff.people_under(DISTRICT_CODE) if one.role is Role.GRID_WORKER]
    for number, one in enumerate(workers, start=1):
        set_card(one.account_id, work_phone=f"1990000{8000 + number}", hours=HOURS, by=SYSTEM, at=at)


def _visits(worker: Actor, at: dt.datetime) -> Iterator[UUID]:
    homes = [row[0] for row in islice(households_standing(worker.prefixes(Permission.VISITS_MAKE)), 3, 3 + len(_TOLD))]
    names = masked_households(homes)
    for household, (days_ago, purpose, talked, agreed, days_on, matters) in zip(homes, _TOLD, strict=False):
        then = at - dt.timedelta(days=days_ago)
        visit = visits.make_visit(
            new_id(),
            command=Command(new_id(), worker, then),
            new=NewVisit(purpose, household_id=household, why="示范数据"),
            made=Made(
                made_at=then,
                talked=talked,
                agreed=agreed,
                next_on=then.date() + dt.timedelta(days=days_on) if days_on else None,
                receipt=Receipt("name", name=names[household]),
                matters=tuple(Matter(new_id(), text) for text in matters),
            ),
        )
        yield visit.pk
