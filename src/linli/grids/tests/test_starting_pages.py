"""The form that starts a drawing: what it is filled with, and that a drawing from an earlier plan asks for the same."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from linli.grids import catalogue
from linli.grids.models import Plan
from linli.grids.rules import Band, DrawSettings, PlanKind, Preset, groups_of, read_pairs, settings_from
from linli.grids.testing import make_ground, make_plan
from linli.grids.web import start_values
from linli.grids.web.forms import StartForm
from linli.grids.web.start_values import first_values
from linli.grids.wording import unmet_sentences
from linli.places.testing import COMMUNITIES, DISTRICT, GRIDS

HOUSE = f"{COMMUNITIES[0]}-"
ASKED = DrawSettings(
    target=240, band=Band(180, 300), seed=7, preset=Preset.TIGHT, whole_up_to=0.5, tolerance=0.15, time_limit_s=90.0,
    assumed_households=900, keep=(GRIDS[0],), together=((f"{HOUSE}154", f"{HOUSE}153"),),
    apart=read_pairs([f"{HOUSE}150 {HOUSE}151 {HOUSE}120"]),
)  # fmt: skip
AREAS = [(DISTRICT, "松门区")]


def form_from(cast, **query) -> StartForm:
    form = StartForm.fresh("start", **first_values(cast.wu.actor, query, AREAS))
    form.fit(cast.wu.actor)
    return form


def sent(form: StartForm) -> dict[str, str]:
    """Give what a browser sends of the form as it came; of a choice that is not on the list the first one."""
    said = {}
    for field in form:
        value = str(field.value() if field.value() is not None else "")
        choices = [str(code) for code, _name in getattr(field.field, "choices", [])]
        said[field.name] = value if not choices or value in choices else choices[0]
    return said


@pytest.mark.django_db
def test_a_drawing_from_an_earlier_plan_asks_for_the_same(cast):
    make_ground()
    plan = make_plan(cast, settings=ASKED)
    answer = cast.wu.sign_in().post(reverse("grids:new"), sent(form_from(cast, **{"from": str(plan.pk)})))
    again = Plan.objects.get(pk=answer["Location"].rstrip("/").rsplit("/", 1)[-1])
    assert (settings_from(again.settings), again.area_code, again.kind) == (ASKED, plan.area_code, plan.kind)


@pytest.mark.django_db
def test_choosing_a_point_of_the_curve_draws_that_point_with_all_wishes(cast):
    make_ground()
    plan = make_plan(cast, kind=PlanKind.REDRAW, settings=ASKED)
    point = {"moved_households": 9, "worst_deviation": 0.2, "share_within": 0.7}
    curve = [{"way": "repaired", "tolerance": one, **point} for one in (0.22499999999999998, 0.105)]
    Plan.objects.filter(pk=plan.pk).update(scores={**plan.scores, "curve": curve})
    browser = cast.wu.sign_in()
    page = browser.get(reverse("grids:plan", args=[plan.pk])).content.decode().replace("&amp;", "&")
    links = [part.split('"')[0] for part in page.split('href="')[1:] if "tolerance=" in part.split('"')[0]]
    assert len(links) == 2
    for link, tolerance in zip(links, (0.225, 0.105), strict=True):
        shown = browser.get(link).context["form"]
        said = parse_qs(urlsplit(link).query)
        assert said["tolerance"] == [f"{tolerance:g}"]
        Plan.objects.exclude(pk=plan.pk).delete()
        browser.post(reverse("grids:new"), sent(shown))
        drawn = settings_from(Plan.objects.exclude(pk=plan.pk).get().settings)
        assert (drawn.tolerance, drawn.keep, drawn.together, drawn.apart) == (
            tolerance, ASKED.keep, ASKED.together, ASKED.apart,
        )  # fmt: skip


@pytest.mark.django_db
def test_an_old_address_with_all_the_digits_of_a_machine_is_read_as_meant(cast):
    make_ground()
    form = form_from(cast, area=DISTRICT, tolerance="0.15000000000000002")
    assert sent(form)["tolerance"] == "0.15"
    assert sent(form_from(cast, area=DISTRICT, tolerance="0.07"))["tolerance"] == "0.07"
    assert sent(form_from(cast, area=DISTRICT, tolerance="viel"))["tolerance"] == "0.1"


@pytest.mark.django_db
def test_a_plan_that_is_not_for_this_person_is_no_start(cast):
    make_ground()
    plan = make_plan(cast, settings=ASKED)
    Plan.objects.update(area_code="990102")
    for named in (str(plan.pk), "nonsense"):
        assert sent(form_from(cast, **{"from": named}))["keep"] == ""


def declare(monkeypatch, **numbers):
    known = catalogue.declared()
    own = known.drawing.model_copy(update=numbers)
    changed = type(known)(**{**vars(known), "drawing": own})
    for module in (start_values, __import__("linli.grids.web.forms", fromlist=["forms"])):
        monkeypatch.setattr(module, "declared", lambda: changed)


@pytest.mark.django_db
def test_where_there_are_no_grids_the_form_holds_what_the_catalogue_declares(cast, monkeypatch):
    make_ground()
    declare(monkeypatch, target=520, band=(400, 640), tolerance=0.12, whole_up_to=0.9, assumed_households=1700)
    monkeypatch.setattr(start_values, "grid_counts", lambda _areas: [])
    said = sent(form_from(cast, area=DISTRICT))
    names = ("target", "band", "tolerance", "whole_up_to", "assumed_households")
    assert [said[name] for name in names] == ["520", "400-640", "0.12", "0.9", "1700"]
    assert sent(form_from(cast, area=DISTRICT, target="900"))["band"] == ""
    cast.wu.sign_in().post(reverse("grids:new"), {**said, "assumed_households": ""})
    assert settings_from(Plan.objects.get().settings).assumed_households == 1700


@pytest.mark.django_db
def test_beside_the_size_of_today_stands_what_the_catalogue_declares(cast, monkeypatch):
    make_ground()
    monkeypatch.setattr(start_values, "_households_each", lambda _area: 90)
    browser = cast.wu.sign_in()
    page = browser.get(reverse("grids:new"), {"area": DISTRICT})
    assert (sent(page.context["form"])["target"], page.context["declared"]["text"]) == (
        "90", "目录规定每格 400 户，范围 300-500。",
    )  # fmt: skip
    query = page.context["declared"]["query"]
    assert f"?{query}".replace("&", "&amp;") in page.content.decode()
    chosen = browser.get(f"{reverse('grids:new')}?{query}")
    assert (sent(chosen.context["form"])["target"], sent(chosen.context["form"])["band"]) == ("400", "300-500")
    assert chosen.context["declared"] is None


@pytest.mark.django_db
def test_a_tolerance_outside_what_makes_sense_is_refused_in_a_sentence(cast):
    make_ground()
    said = {**sent(form_from(cast, area=DISTRICT)), "tolerance": "0.7"}
    answer = cast.wu.sign_in().post(reverse("grids:new"), said)
    assert (answer.status_code, "0.7 不在可用的范围之内" in answer.content.decode()) == (400, True)


@pytest.mark.django_db
def test_wishes_that_were_not_met_are_said_on_the_page(cast):
    make_ground()
    far, inside = (f"{HOUSE}000", f"{COMMUNITIES[1]}-154"), (f"{HOUSE}001", f"{HOUSE}011")
    plan = make_plan(cast, settings=DrawSettings(target=240, together=(far,)))
    page = cast.wu.sign_in().get(reverse("grids:plan", args=[plan.pk])).content.decode()
    assert f"没能放在同一格：{'、'.join(far)}" in page
    wishes = DrawSettings(target=240, together=(far,), apart=(inside,))
    assert [one[:6] for one in unmet_sentences([far, inside], wishes)] == ["没能放在同一", "没能分开：9"]


@given(st.lists(st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("ABCDEF")).filter(lambda two: two[0] != two[1])))
def test_groups_say_what_their_pairs_said(pairs):
    groups = groups_of(pairs)
    again = read_pairs(" ".join(one) for one in groups)
    assert {frozenset(one) for one in again} == {frozenset(one) for one in pairs}
    assert len(groups) <= len({frozenset(one) for one in pairs})


def test_a_group_comes_back_as_it_was_written():
    assert groups_of(read_pairs(["A B C D", "E F"])) == (("A", "B", "C", "D"), ("E", "F"))
