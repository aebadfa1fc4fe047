"""Builders for tests: a committee with its mediators, a mediation brought to any phase by the fixed cast."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils import timezone

from linli.cases.testing import MONDAY_9, a_command, a_photo, make_places
from linli.mediation import actions
from linli.mediation.models import Committee, Mediation, Mediator
from linli.mediation.rules import (
    AgreementText,
    CheckResult,
    CommitteeLevel,
    MediatorRank,
    Phase,
    Side,
    Signature,
)
from linli.staff.rules import Command
from linli.staff.testing import COMMUNITY, COMMUNITY_OFFICE, GRID, STREET, STREET_OFFICE, Cast

COURSE = (
    Phase.APPLIED, Phase.ACCEPTED, Phase.CONSENTED, Phase.CHOSEN, Phase.SITTING, Phase.AGREED, Phase.PERFORMING,
    Phase.CLOSED,
)  # fmt: skip
SECRET = "楼上阳台长期漏水，卧室墙面发霉"
APPLICANT, RESPONDENT = "方小梅", "高大山"
APPLICANT_PHONE, APPLICANT_ID = "13900000001", "990101198001010014"
TEXT = AgreementText(
    facts="楼上阳台地漏返水，致楼下卧室墙面发霉",
    issues="维修由谁出钱、损失怎么赔",
    responsibility="地漏由楼上一方使用管理，负主要责任",
    terms="楼上一方修好地漏，并赔偿墙面修复费 1200 元",
    method="自行请人维修，赔偿款当面付清并写收条",
    time="2026 年 12 月 15 日前",
)


def make_committee(code: str = "zhuqiao", **values: Any) -> Committee:
    """Store the community's committee, or another one."""
    facts = {
        "name": "竹桥社区人民调解委员会", "level": CommitteeLevel.COMMUNITY.value, "area_code": COMMUNITY,
        "unit_code": COMMUNITY_OFFICE, "court": "松门区人民法院",
    }  # fmt: skip
    found, _new = Committee.objects.get_or_create(code=code, defaults={**facts, **values})
    return found


def make_street_committee() -> Committee:
    """Store the committee of the street above."""
    return make_committee(
        "qingxi",
        name="青溪街道人民调解委员会",
        level=CommitteeLevel.STREET.value,
        area_code=STREET,
        unit_code=STREET_OFFICE,
    )


def make_mediator(committee: Committee, *, account_id: UUID | None = None, **values: Any) -> Mediator:
    """Store a mediator in office."""
    facts = {"name": "郑和平", "rank": MediatorRank.FULL_TIME.value, "since": dt.date(2025, 1, 1)}
    return Mediator.objects.create(committee=committee, account_id=account_id, **{**facts, **values})


def an_application(**values: Any) -> actions.Application:
    """Make a neighbour's application about a leak."""
    parties = (
        actions.PartyEntry(Side.APPLICANT, APPLICANT, phone=APPLICANT_PHONE, id_number=APPLICANT_ID),
        actions.PartyEntry(Side.RESPONDENT, RESPONDENT, phone="13900000002"),
    )
    facts = {"text": SECRET, "committee": "zhuqiao", "parties": parties, "kind_code": "dispute.leak", "area_code": GRID}
    return actions.Application(**{**facts, **values})


def as_zheng(cast: Cast, *, at: dt.datetime = MONDAY_9) -> Command:
    """Make a command of the community's mediator."""
    return a_command(cast.zheng.actor, at=at)


def make_mediation(cast: Cast, *, phase: Phase = Phase.APPLIED, at: dt.datetime = MONDAY_9, **values: Any) -> Mediation:
    """Bring a mediation to a phase of the course; each step is taken by the community's mediator, an hour apart."""
    make_places()
    committee = make_committee()
    mediation = actions.apply_for_mediation(an_application(**values), command=as_zheng(cast, at=at))
    for number, step in enumerate(_steps(cast, committee)[: COURSE.index(phase)], start=1):
        step(mediation, at + dt.timedelta(hours=number))
    mediation.refresh_from_db()
    return mediation


def an_agreement(mediation: Mediation, *, on: dt.date, **values: Any) -> actions.AgreementEntry:
    """Make a written agreement with one promised act, signed by all on a day."""
    parties = list(mediation.parties.order_by("place"))
    facts = {
        "text": TEXT,
        "reached_on": on,
        "signatures": {party.pk: Signature("signature", on) for party in parties},
        "mediator_on": on,
        "sealed_on": on,
        "acts": [actions.ActEntry(parties[1].pk, "修好地漏并付清 1200 元", on + dt.timedelta(days=20))],
    }
    return actions.AgreementEntry(**{**facts, **values})


def _steps(cast: Cast, committee: Committee) -> list[Callable[[Mediation, dt.datetime], object]]:
    def agree_to_talk(mediation: Mediation, at: dt.datetime) -> None:
        party = mediation.parties.get(side=Side.RESPONDENT.value)
        actions.record_consent(mediation.pk, command=as_zheng(cast, at=at), party_id=party.pk, agrees=True)

    def choose(mediation: Mediation, at: dt.datetime) -> None:
        mediator = committee.mediators.filter(account_id=cast.zheng.account.pk).first()
        mediator = mediator or make_mediator(committee, account_id=cast.zheng.account.pk)
        actions.propose_mediator(mediation.pk, command=as_zheng(cast, at=at), mediator_id=mediator.pk)
        choice = mediation.choices.get(mediator=mediator)
        answers = dict.fromkeys(mediation.parties.values_list("pk", flat=True), True)
        actions.answer_choice(mediation.pk, command=as_zheng(cast, at=at), choice_id=choice.pk, answers=answers)

    def sit(mediation: Mediation, at: dt.datetime) -> None:
        entry = actions.SessionEntry("双方说明情况，现场查看漏水点", "方小梅、高大山、郑和平", "社区调解室", at)
        actions.hold_session(mediation.pk, command=as_zheng(cast, at=at), entry=entry)
        for party in mediation.parties.all():
            actions.identify_party(mediation.pk, command=as_zheng(cast, at=at), party_id=party.pk)

    def agree(mediation: Mediation, at: dt.datetime) -> None:
        entry = an_agreement(mediation, on=timezone.localdate(at))
        actions.reach_agreement(mediation.pk, command=as_zheng(cast, at=at), entry=entry)

    def perform(mediation: Mediation, at: dt.datetime) -> None:
        act, command = mediation.acts.get(), as_zheng(cast, at=at)
        actions.check_act(mediation.pk, command=command, act_id=act.pk, result=CheckResult.DONE)

    return [
        lambda mediation, at: actions.accept_mediation(mediation.pk, command=as_zheng(cast, at=at)),
        agree_to_talk,
        choose,
        sit,
        agree,
        perform,
        lambda mediation, at: actions.archive_dossier(mediation.pk, command=as_zheng(cast, at=at)),
    ]


def a_document() -> Any:
    """Make a scanned paper."""
    return a_photo()


def make_month(counts: dict[str, tuple[int, int, int]], *, month: dt.date, committee: Committee) -> int:
    """Store a month's mediations by kind of dispute: (accepted, settled, of these on the same day)."""
    noon = dt.datetime.combine(month, dt.time(4), dt.UTC)
    rows: list[Mediation] = []
    for kind_code, (accepted, settled, same_day) in counts.items():
        for number in range(accepted):
            at = noon + dt.timedelta(days=len(rows) % 28)
            agreed = at + dt.timedelta(hours=1, days=0 if number < same_day else 3)
            rows.append(_row(kind_code, committee, at, agreed if number < settled else None, len(rows) + 1))
    return len(Mediation.objects.bulk_create(rows))


def _row(kind_code: str, committee: Committee, at: dt.datetime, agreed: dt.datetime | None, number: int) -> Mediation:
    phase = Phase.CLOSED if agreed else Phase.FAILED
    return Mediation(
        case_id=UUID(int=number), case_number=f"{number:010d}", committee=committee, unit_code=committee.unit_code,
        area_code=GRID, kind_code=kind_code, source="party", phase=phase.value, is_running=False, year=at.year,
        number=number, content_sealed="", applied_at=at, accepted_at=at, agreed_at=agreed, ended_at=agreed or at, version=1,
    )  # fmt: skip
