"""The shared look: icons, states, fields, page numbers, and nothing inline or from another host."""

import json
import re
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from linli.cases.rules import State
from linli.site.templatetags.look import STATES
from linli.site.templatetags.words import WORDS

pytestmark = pytest.mark.django_db  # every page asks for the installation's name

PACKAGE = Path(__file__).resolve().parents[2]
ASSETS = PACKAGE.parents[1] / "assets"
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
SPRITE = (PACKAGE / "site/static/site/icons.svg").read_text()


def part(name, /, **context):
    return render_to_string(f"site/parts/{name}.html", context, request=RequestFactory().get("/desk/", {"q": "井盖"}))


class ReportForm(forms.Form):
    text = forms.CharField(label="情况", help_text="写清楚地点。")
    lane = forms.ChoiceField(label="方式", choices=[("a", "派遣"), ("b", "紧急")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="同意")


@pytest.mark.parametrize("state", list(State))
def test_every_state_of_a_case_has_a_word_a_colour_and_an_icon(state):
    badge = part("state_badge", state=state.value)
    look = STATES[state.value]
    assert str(look.text) in badge
    assert f"state-{look.colour}" in badge
    assert f'id="{look.icon}"' in SPRITE


def test_an_unknown_state_still_shows_its_own_name():
    assert "paused-for-now" in part("state_badge", state="paused-for-now")


def test_every_icon_that_templates_name_is_in_the_sprite():
    named = re.compile(r"""{% icon ["']([\w-]+)|icon_name=["']([\w-]+)|icon_name\|default:["']([\w-]+)""")
    wanted = {name for file in TEMPLATES for found in named.findall(file.read_text()) for name in found if name}
    assert [name for name in sorted(wanted) if f'id="{name}"' not in SPRITE] == []


def test_a_decorative_icon_is_hidden_and_a_speaking_one_is_named():
    assert 'aria-hidden="true"' in part("icon", name="home")
    assert 'aria-label="首页 &amp; 更多"' in part("icon", name="home", label="首页 & 更多")


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_no_template_has_inline_script_or_another_host(file):
    text = file.read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"""\son\w+\s*=\s*["']|javascript:|\bhx-on""", text)
    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", text)


def test_a_wrong_field_says_so_to_the_eye_and_to_a_screen_reader():
    form = ReportForm({"text": ""})
    html = part("field", field=form["text"])
    assert "is-invalid" in html
    assert 'aria-invalid="true"' in html
    described = re.search(r'aria-describedby="([^"]+)"', html)
    assert described
    assert all(f'id="{one}"' in html for one in described[1].split())


def test_choices_are_a_group_with_a_name_and_each_has_its_label():
    html = part("field", field=ReportForm()["lane"])
    assert "<legend" in html
    assert html.count("form-check-input") == 2
    assert 'for="id_lane_1"' in html


def test_a_checkbox_stands_before_its_label():
    html = part("field", field=ReportForm()["agreed"])
    assert html.index("<input") < html.index("<label")


def test_page_links_keep_the_filters():
    html = part("pagination", page=Paginator(range(100), 10).get_page(2))
    assert "q=%E4%BA%95%E7%9B%96&amp;page=3" in html
    assert 'aria-current="page">2' in html


def test_an_export_takes_the_filters_but_not_the_page():
    request = RequestFactory().get("/desk/", {"q": "a", "page": "3"})
    html = render_to_string("site/parts/table_export.html", {"url": "/desk/cases.xlsx"}, request=request)
    assert 'href="/desk/cases.xlsx?q=a"' in html


def test_the_language_form_carries_its_token():
    template = engines["django"].from_string('{% include "site/parts/language.html" with button_class="btn" %}')
    html = template.render({}, RequestFactory().get("/"))
    assert "csrfmiddlewaretoken" in html
    assert html.count("<button") == 3


def test_every_word_a_behaviour_says_is_translated():
    said = {
        key for file in ASSETS.glob("behaviours/*.js") for key in re.findall(r"""say\(['"](\w+)""", file.read_text())
    }
    assert said == set(WORDS)


def test_words_reach_the_page_as_json_that_cannot_break_out():
    html = Template('{% load look %}{% behaviour_words as words %}{{ words|json_script:"w" }}').render(Context())
    found = re.search(r">(.*)</script>", html)
    assert found
    assert json.loads(found[1])["cancel"] == "取消"


def test_each_behaviour_is_one_short_file():
    assert [file.name for file in ASSETS.glob("behaviours/*.js") if len(file.read_text().splitlines()) > 150] == []
