"""A few invented mediators and mediations in different phases, for the sample town: made through the public actions."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from linli.core.ids import new_id
from linli.mediation import actions
from linli.mediation.queries.register import committees
from linli.mediation.queries.visible import mediation_read_by
from linli.mediation.rules import (
    AgreementText,
    CheckResult,
    CommitteeLevel,
    ConsentHow,
    MediatorRank,
    PartyKind,
    Phase,
    SessionMode,
    SessionOutcome,
    Side,
    Signature,
    Speciality,
)
from linli.mediation.rules.words import Source
from linli.staff.rules import Actor, Command

COURSE = (Phase.APPLIED, Phase.ACCEPTED, Phase.CONSENTED, Phase.CHOSEN, Phase.SITTING, Phase.AGREED, Phase.PERFORMING, Phase.CLOSED)  # fmt: skip
COMMITTEE = "sample-center"
OPENS, CLOSES = 9, 17


@dataclass(frozen=True)
class Story:
    """One invented dispute: what about, how far it came, how many days ago it began."""

    kind_code: str
    text: str
    sides: tuple[str, str]
    upto: Phase
    days_ago: int
    source: Source = Source.PARTY
    is_remote: bool = False


STORIES = (
    Story("dispute.leak", "楼上卫生间漏水，泡坏楼下吊顶，双方对修缮费用有分歧。", ("乔安然", "路明远"), Phase.CLOSED, 38),
    Story("dispute.parking", "两户共用的车位线重新画过以后，对谁先使用有争执。", ("石小川", "白露"), Phase.PERFORMING, 20),
    Story(
        "dispute.lease", "租期没满要退租，押金退多少谈不拢。", ("江一帆", "柏青"), Phase.AGREED, 12, is_remote=True
    ),
    Story("dispute.noise", "夜里拖动桌椅的声音影响楼下休息。", ("夏知秋", "林间"), Phase.SITTING, 5, Source.POLICE),
    Story("dispute.family", "兄妹三人对照看母亲怎么轮流有不同想法。", ("宁远", "宁静"), Phase.ACCEPTED, 2, Source.COMMITTEE),
    Story("dispute.property-service", "电梯停运期间的物业费要不要减。", ("安小雨", "和畅物业服务公司"), Phase.APPLIED, 1),
)  # fmt: skip
MEDIATORS = (
    ("何以宁", MediatorRank.CHIEF, (Speciality.FAMILY, Speciality.LAW), ""),
    ("方圆", MediatorRank.PART_TIME, (Speciality.BUILDING, Speciality.PROPERTY_SERVICE), "住房维修协会"),
    ("齐乐", MediatorRank.VOLUNTEER, (Speciality.NEIGHBOUR,), ""),
)


def make_mediations(by: Actor, *, area_code: str, unit_code: str, grids: Sequence[str], at: dt.datetime) -> int:
    """Make the committee, its mediators and the stories in some grids, up to a moment; nothing when they stand already."""
    if any(row.code == COMMITTEE for row in committees()):
        return 0
    entry = actions.CommitteeEntry(
        COMMITTEE, "示范区人民调解中心", CommitteeLevel.COUNTY, area_code, unit_code, court="示范区人民法院"
    )
    actions.add_committee(entry, command=Command(new_id(), by, at))
    own = _make_mediators(by, at)
    for number, story in enumerate(STORIES):
        begun = at - dt.timedelta(days=story.days_ago)
        _Telling(story, by, own, begun, at).tell(grids[number % len(grids)])
    return len(STORIES)


def _make_mediators(by: Actor, at: dt.datetime) -> UUID:
    """Enter whoever acts as a full-time mediator, and some from outside; give the first one's id."""
    since = (at - dt.timedelta(days=400)).date()
    until = since + dt.timedelta(days=3 * 365)
    for name, rank, knows, employer in MEDIATORS:
        entry = actions.MediatorEntry(COMMITTEE, name, rank, since, until, employer=employer, specialities=knows)
        actions.add_mediator(entry, command=Command(new_id(), by, at))
    own = actions.MediatorEntry(
        COMMITTEE, by.name, MediatorRank.FULL_TIME, since, until, specialities=(Speciality.NEIGHBOUR,)
    )
    return actions.add_mediator(own, command=Command(new_id(), by, at), account_id=by.account_id).pk


class _Telling:
    """Tells one story: each step some hours after the one before."""

    def __init__(self, story: Story, by: Actor, mediator: UUID, begun: dt.datetime, now: dt.datetime) -> None:
        self._story, self._by, self._mediator, self._now = story, by, mediator, now
        self._at, self._key = begun, new_id()

    def tell(self, grid: str) -> None:
        """Bring the mediation as far as the story goes."""
        story, (applicant, respondent) = self._story, self._story.sides
        parties = (
            actions.PartyEntry(Side.APPLICANT, applicant, phone="19900000101"),
            actions.PartyEntry(Side.RESPONDENT, respondent, kind=_kind(respondent), phone="19900000102"),
        )
        application = actions.Application(
            story.text,
            COMMITTEE,
            parties,
            story.kind_code,
            wish="希望尽快协商解决",
            area_code=grid,
            source=story.source,
        )
        actions.apply_for_mediation(application, command=self._next(), mediation_id=self._key)
        steps = (self._accept, self._agree_to_talk, self._choose, self._sit, self._agree, self._perform, self._archive)
        for step in steps[: COURSE.index(story.upto)]:
            step()

    def _next(self) -> Command:
        """Give the next step's command: an hour later, the next morning after five, never ahead of now."""
        later = timezone.localtime(self._at) + dt.timedelta(hours=1)
        if not OPENS <= later.hour < CLOSES:
            later = later.replace(hour=OPENS) + dt.timedelta(days=later.hour >= CLOSES)
        self._at = min(later, self._now)
        return Command(new_id(), self._by, self._at)

    def _parties(self) -> list[UUID]:
        mediation = mediation_read_by(self._by, self._key)
        return list(mediation.parties.order_by("place").values_list("pk", flat=True))

    def _accept(self) -> None:
        actions.accept_mediation(self._key, command=self._next())

    def _agree_to_talk(self) -> None:
        asked = mediation_read_by(self._by, self._key).parties.filter(consent="").values_list("pk", flat=True)
        for party in list(asked):
            actions.record_consent(self._key, command=self._next(), party_id=party, agrees=True, how=ConsentHow.PHONE)

    def _choose(self) -> None:
        actions.propose_mediator(self._key, command=self._next(), mediator_id=self._mediator)
        choice = mediation_read_by(self._by, self._key).choices.get()
        answers = dict.fromkeys(self._parties(), True)
        actions.answer_choice(self._key, command=self._next(), choice_id=choice.pk, answers=answers)

    def _sit(self) -> None:
        command, remote = self._next(), self._story.is_remote
        entry = actions.SessionEntry(
            text="双方各自说明情况，调解员讲解有关规定，提出两个方案供双方考虑。",
            present="、".join((*self._story.sides, self._by.name)),
            where="视频会议，会议号由调解中心发给双方" if remote else "调解中心一号调解室",
            held_at=command.at,
            mode=SessionMode.REMOTE if remote else SessionMode.IN_PERSON,
            outcome=SessionOutcome.CLOSE_TO_AGREEMENT,
        )
        actions.hold_session(self._key, command=command, entry=entry)
        for party in self._parties():
            actions.identify_party(self._key, command=self._next(), party_id=party)

    def _agree(self) -> None:
        command = self._next()
        on, parties = timezone.localdate(command.at), self._parties()
        text = AgreementText(
            facts=self._story.text, issues="费用和时间怎么安排", responsibility="双方各有不周到之处",
            terms="双方按商定的办法各承担一半，互不再追究", method="当面结清并写收条", time="二十日内",
        )  # fmt: skip
        entry = actions.AgreementEntry(
            text, on, signatures=dict.fromkeys(parties, Signature("signature", on)), mediator_on=on, sealed_on=on,
            acts=[
                actions.ActEntry(parties[1], "付清所承担的一半费用", on + dt.timedelta(days=10)),
                actions.ActEntry(parties[0], "收到后写收条", on + dt.timedelta(days=12)),
            ],
        )  # fmt: skip
        actions.reach_agreement(self._key, command=command, entry=entry)

    def _perform(self) -> None:
        acts = list(mediation_read_by(self._by, self._key).acts.order_by("place").values_list("pk", flat=True))
        whole = self._story.upto is Phase.CLOSED
        for act in acts if whole else acts[:1]:
            actions.check_act(self._key, command=self._next(), act_id=act, result=CheckResult.DONE)

    def _archive(self) -> None:
        actions.visit_back(self._key, command=self._next(), is_performed=True, satisfied=5)
        actions.archive_dossier(self._key, command=self._next())


def _kind(name: str) -> PartyKind:
    return PartyKind.ORGANISATION if name.endswith("公司") else PartyKind.PERSON
