"""A mediation worked through at the desk: the forms offered are the steps allowed, and each does what it says."""

import datetime as dt

import pytest
from django.urls import reverse

from linli.cases.testing import MONDAY_9, a_photo
from linli.core.ids import new_id
from linli.mediation import actions
from linli.mediation.models import Committee, Mediation, Mediator
from linli.mediation.queries.register import register_rows
from linli.mediation.rules import Phase
from linli.mediation.testing import (
    TEXT,
    as_zheng,
    make_committee,
    make_mediation,
    make_mediator,
    make_street_committee,
)
from linli.mediation.tests.desk import page_of, send, steps_on
from linli.mediation.web.step_specs import SPECS
from linli.staff.testing import COMMUNITY, COMMUNITY_OFFICE, GRID, Cast

pytestmark = pytest.mark.django_db
TODAY = "2026-11-16"
AGREEMENT = {
    "form": "written", "reached_on": TODAY, **TEXT.__dict__, "signed_how": "signature", "signed_on": TODAY,
    "sealed_on": TODAY, "act_1_text": "修好地漏", "act_1_due": "2026-12-06",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _evening(time_machine):
    time_machine.move_to(MONDAY_9 + dt.timedelta(hours=10))


def application(**values):
    told = {
        "command_id": str(new_id()), "source": "party", "kind": "dispute.leak", "text": "楼上漏水泡坏吊顶",
        "committee": "zhuqiao", "area": GRID, "applicant_kind": "person", "applicant_name": "方小梅",
        "respondent_kind": "person", "respondent_name": "高大山",
    }  # fmt: skip
    return {**told, **values}


def test_an_application_is_taken_down_and_leads_to_its_page(cast: Cast):
    make_mediation(cast)
    client = cast.zheng.sign_in()
    assert client.get(reverse("mediation:application")).status_code == 200
    answer = client.post(reverse("mediation:application"), application())
    mediation = Mediation.objects.order_by("-applied_at").first()
    assert (answer.status_code, answer["Location"]) == (302, reverse("mediation:detail", args=[mediation.pk]))


def test_an_application_sent_twice_is_one_mediation(cast: Cast):
    make_mediation(cast)
    client, told = cast.zheng.sign_in(), application()
    for _twice in range(2):
        client.post(reverse("mediation:application"), told)
    assert Mediation.objects.count() == 2


def test_a_refused_application_keeps_what_was_typed(cast: Cast):
    make_mediation(cast)
    answer = cast.zheng.sign_in().post(
        reverse("mediation:application"), application(respondent_name="", wish="请尽快修好")
    )
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "纠纷至少有两方" in page
    assert "请尽快修好" in page


def test_an_application_takes_a_reported_dispute_up(cast: Cast):
    reported = make_mediation(cast)
    actions.withdraw_mediation(reported.pk, command=as_zheng(cast), reason="改日再谈")
    address = f"{reverse('mediation:application')}?case={reported.case_id}"
    client = cast.zheng.sign_in()
    assert reported.case_number in client.get(address).content.decode()
    client.post(address, {name: value for name, value in application().items() if name not in {"kind", "area"}})
    assert Mediation.objects.filter(case_id=reported.case_id).count() == 2


def test_a_page_offers_the_steps_allowed_and_no_other(cast: Cast):
    offered = {
        phase: steps_on(page_of(cast.zheng, make_mediation(cast, phase=phase))) - {"contact"}
        for phase in (Phase.APPLIED, Phase.ACCEPTED, Phase.CONSENTED, Phase.SITTING, Phase.PERFORMING, Phase.CLOSED)
    }
    always = {"documents", "remarks"}
    assert offered[Phase.APPLIED] == always | {"acceptance", "refusal", "parties", "identity", "referral", "withdrawal"}
    assert "consent" in offered[Phase.ACCEPTED]
    assert "mediator" in offered[Phase.CONSENTED]
    assert "session" not in offered[Phase.CONSENTED]
    assert {"session", "agreement", "failure", "step-back"} <= offered[Phase.SITTING]
    assert offered[Phase.PERFORMING] == always | {"court", "visit-back", "archive"}
    assert offered[Phase.CLOSED] == {"remarks"}


def test_the_whole_way_is_gone_by_forms(cast: Cast):
    mediation = make_mediation(cast)
    mediator = make_mediator(make_committee(), account_id=cast.zheng.account.pk)
    client = cast.zheng.sign_in()
    applicant, respondent = mediation.parties.order_by("place")

    def take(noun: str, **values: object) -> None:
        answer = send(cast.zheng, mediation, noun, client=client, **values)
        assert answer.status_code == 302, (noun, answer.content.decode()[-3000:])

    take("acceptance")
    take("consent", party=respondent.pk, agrees="yes", how="phone")
    take("mediator", mediator=mediator.pk, proposed_by="applicant", relation="none")
    choice = mediation.choices.get()
    take("mediator-answer", choice=choice.pk, party="", accepts="yes")
    take("inquiry", whom="物业维修员", where="3 幢", text="看到地漏返水")
    take(
        "session",
        held_at="2026-11-16T18:30",
        mode="remote",
        where="视频会议 123",
        present="双方",
        text="各自说明",
        outcome="goes-on",
    )
    for party in (applicant, respondent):
        take("identity", party=party.pk, id_number="")
    take("longer", until="2026-12-30", reason="双方同意")
    take("documents", paper="evidence", title="墙面照片", file=a_photo())
    take("agreement", act_1_party=respondent.pk, **AGREEMENT)
    take("act", act=mediation.acts.get().pk, result="done", found="")
    take("court", court="松门区人民法院", on=TODAY)
    take("court-decision", decision="confirmed", on=TODAY, number="特5号")
    take("visit-back", is_performed="on", satisfied="5", trouble="")
    take("archive", years="10", keeper="")
    take("remarks", text="卷宗已入库")
    mediation.refresh_from_db()
    assert (mediation.phase, mediation.court_matter.number) == (Phase.CLOSED, "特5号")


@pytest.mark.parametrize(
    ("noun", "phase", "values", "said"),
    [
        ("consent", Phase.ACCEPTED, {"party": "x", "agrees": "yes", "how": "phone"}, "没有这一方当事人"),
        ("mediator", Phase.CONSENTED, {"mediator": "x", "proposed_by": "committee", "relation": "none"}, "名册里没有"),
        ("mediator-answer", Phase.CONSENTED, {"choice": "x", "party": "", "accepts": "yes"}, "名册里没有"),
        ("step-back", Phase.CHOSEN, {"choice": "x", "reason": "认识"}, "名册里没有"),
        ("act", Phase.AGREED, {"act": "x", "result": "done"}, "没有这一项承诺"),
        ("act", Phase.AGREED, {"result": "done"}, "这个字段是必填项"),
        ("agreement", Phase.SITTING, {**AGREEMENT, "signed_on": ""}, "签署日期"),
        ("agreement", Phase.SITTING, {**AGREEMENT, "terms": " ", "act_1_text": ""}, "请填写这一项"),
        ("agreement", Phase.SITTING, {**AGREEMENT, "act_1_party": "x"}, "没有这一方当事人"),
        ("agreement", Phase.SITTING, {**AGREEMENT, "act_1_due": ""}, "应当是以后的日子"),
        ("referral", Phase.SITTING, {"kind": "arbitration", "body": "仲裁委", "reason": "理由"}, "各方当事人同意"),
        ("archive", Phase.AGREED, {"years": "10"}, "还有 1 项承诺"),
        ("documents", Phase.APPLIED, {"paper": "evidence", "title": "x"}, "必填"),
        ("session", Phase.CHOSEN, {"held_at": "x", "mode": "remote", "outcome": "goes-on"}, "输入"),
        ("withdrawal", Phase.CHOSEN, {"reason": ""}, "请填写这一项"),
    ],
)
def test_a_refused_form_says_why_and_changes_nothing(cast: Cast, noun, phase, values, said):
    mediation = make_mediation(cast, phase=phase)
    answer = send(cast.zheng, mediation, noun, **values)
    page = answer.content.decode()
    assert answer.status_code in {400, 409}
    assert said in page
    assert mediation.version == Mediation.objects.get(pk=mediation.pk).version


def test_a_form_for_a_step_of_yesterday_is_told(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.ACCEPTED)
    answer = send(cast.zheng, mediation, "acceptance")
    assert answer.status_code == 409
    assert "现在的阶段不能办理这一步" in answer.content.decode()


def test_an_address_of_a_form_opened_by_hand_leads_to_the_page(cast: Cast):
    mediation, client = make_mediation(cast), cast.zheng.sign_in()
    for noun in (*SPECS, "contact"):
        answer = client.get(reverse(f"mediation:{noun}", args=[mediation.pk]))
        assert answer["Location"] == reverse("mediation:detail", args=[mediation.pk])


def test_a_mediation_is_referred_to_the_street_by_its_form(cast: Cast):
    make_street_committee()
    mediation = make_mediation(cast, phase=Phase.SITTING)
    answer = send(
        cast.zheng,
        mediation,
        "referral",
        kind="people",
        committee="qingxi",
        body="",
        reason="需要街道协调",
        agreed="on",
    )
    assert answer.status_code == 302
    assert Mediation.objects.filter(committee_id="qingxi").exists()


def test_the_page_shows_the_window_the_papers_and_the_duties(cast: Cast):
    page = page_of(cast.zheng, make_mediation(cast, phase=Phase.AGREED))
    for said in (
        "2026-12-16",
        "还剩 31 天",
        "不收取任何费用",
        "及时向当地公安机关报告",
        "人民调解协议书",
        "有则入卷",
        "必备",
    ):
        assert said in page
    early = page_of(cast.zheng, make_mediation(cast))
    assert "归档前还缺少：卷宗封面" in early


def test_the_case_s_page_gets_its_mediations(cast: Cast):
    mediation = make_mediation(cast)
    fragment = cast.zheng.sign_in().get(reverse("mediation:of_case", args=[mediation.case_id])).content.decode()
    assert reverse("mediation:detail", args=[mediation.pk]) in fragment
    assert "受理调解" not in fragment
    none = cast.zheng.sign_in().get(reverse("mediation:of_case", args=[new_id()])).content.decode()
    assert "受理调解" in none


# --- lists and the register


def test_every_tab_opens(cast: Cast):
    for phase in (Phase.SITTING, Phase.AGREED, Phase.CLOSED):
        make_mediation(cast, phase=phase)
    for client in (cast.zheng.sign_in(), cast.wu.sign_in()):
        for tab in ("mine", "running", "court", "acts", "ended", "all", "nonsense"):
            assert client.get(reverse("mediation:list"), {"tab": tab, "page": "x"}).status_code == 200


def test_a_list_of_mediations_takes_few_queries_however_long(cast: Cast, django_assert_max_num_queries):
    for _one in range(3):
        make_mediation(cast, phase=Phase.SITTING)
    client = cast.zheng.sign_in()
    client.get(reverse("mediation:list"))
    with django_assert_max_num_queries(13):
        client.get(reverse("mediation:list"))


def test_a_page_of_a_mediation_takes_a_fixed_number_of_queries(cast: Cast, django_assert_max_num_queries):
    mediation = make_mediation(cast, phase=Phase.PERFORMING)
    client = cast.zheng.sign_in()
    client.get(reverse("mediation:detail", args=[mediation.pk]))
    with django_assert_max_num_queries(26):
        client.get(reverse("mediation:detail", args=[mediation.pk]))


def test_lists_have_pages(cast: Cast, monkeypatch):
    from linli.mediation.queries import lists

    monkeypatch.setattr(lists, "PAGE_SIZE", 2)
    found = [make_mediation(cast) for _one in range(3)]
    first = cast.zheng.sign_in().get(reverse("mediation:list"), {"tab": "all"}).content.decode()
    second = cast.zheng.sign_in().get(reverse("mediation:list"), {"tab": "all", "page": "2"}).content.decode()
    shown = [sum(one.case_number in page for one in found) for page in (first, second)]
    assert shown == [2, 1]


def test_a_committee_and_a_mediator_are_entered(cast: Cast):
    make_mediation(cast)
    client = cast.zheng.sign_in()
    committee = {
        "command_id": str(new_id()),
        "code": "wuye",
        "name": "物业纠纷调解委员会",
        "level": "trade",
        "area_code": COMMUNITY,
        "unit_code": COMMUNITY_OFFICE,
        "specialities": ["property-service"],
    }
    assert client.post(reverse("mediation:add_committee"), committee).status_code == 302
    again = client.post(reverse("mediation:add_committee"), {**committee, "command_id": str(new_id())})
    assert "已经有调解委员会在用" in again.content.decode()
    mediator = {
        "command_id": str(new_id()),
        "committee": "wuye",
        "name": "郑和平",
        "username": "zheng",
        "rank": "chief",
        "since": "2026-01-01",
        "until": "2028-12-31",
    }
    assert client.post(reverse("mediation:add_mediator"), mediator).status_code == 302
    stored = Mediator.objects.get(committee_id="wuye")
    assert stored.account_id == cast.zheng.account.pk
    page = client.get(reverse("mediation:register"), {"speciality": "property-service"}).content.decode()
    assert "物业纠纷调解委员会" in page


def test_nobody_keeps_the_register_of_another_place(cast: Cast):
    make_committee()
    told = {"command_id": str(new_id()), "committee": "zhuqiao", "name": "某人", "rank": "chief", "since": "2026-01-01"}
    for member in (cast.chen, cast.feng):
        assert member.sign_in().post(reverse("mediation:add_mediator"), told).status_code in {400, 403}
    assert not Mediator.objects.exists()


def test_a_term_of_nonsense_is_told(cast: Cast):
    make_mediation(cast)
    told = {
        "command_id": str(new_id()),
        "committee": "zhuqiao",
        "name": "某人",
        "rank": "chief",
        "since": "2026-01-01",
        "until": "2025-01-01",
    }
    answer = cast.zheng.sign_in().post(reverse("mediation:add_mediator"), told)
    assert answer.status_code == 400
    assert "应当是以后的日子" in answer.content.decode()


def test_a_term_ends_and_the_register_shows_it(cast: Cast):
    mediator = make_mediator(make_committee())
    actions.end_term(mediator.pk, command=as_zheng(cast), on=dt.date(2026, 11, 15))
    assert [row.is_in_office for row in register_rows(on=dt.date(2026, 11, 16))] == [False]
    assert Committee.objects.count() == 1


def test_the_sample_town_gets_mediations_in_every_phase_once(cast: Cast):
    from linli.cases.testing import make_places
    from linli.mediation.sample import STORIES, make_mediations

    make_places()
    at = MONDAY_9 + dt.timedelta(hours=9)
    told = {"area_code": COMMUNITY, "unit_code": COMMUNITY_OFFICE, "grids": [GRID], "at": at}
    assert make_mediations(cast.zheng.actor, **told) == len(STORIES)
    assert make_mediations(cast.zheng.actor, **told) == 0
    phases = set(Mediation.objects.values_list("phase", flat=True))
    assert phases == {story.upto.value for story in STORIES}
    assert not Mediation.objects.filter(applied_at__gt=at).exists()
