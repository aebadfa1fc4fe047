"""A base map beneath the lines: from this host or a named one, off unless it is asked for, and always with its credit."""

import pytest
from django.template.loader import render_to_string

from linli.site import environment

TILES = "/tiles/{z}/{x}/{y}.png"
ELSEWHERE = "https://maps.example.org:8443/wmts?x={x}&y={y}&z={z}"


@pytest.mark.parametrize("text", ["", TILES, ELSEWHERE])
def test_tiles_of_this_host_or_another_are_taken(monkeypatch, text):
    monkeypatch.setenv("LINLI_BASE_MAP", text)
    assert environment.BASE_MAP.value() == text


@pytest.mark.parametrize(
    "text", ["/tiles/", "tiles/{z}/{x}/{y}.png", "http://maps.example.org/{z}/{x}/{y}.png", "https:///{z}/{x}/{y}"]
)
def test_what_names_no_tiles_stops_the_start(monkeypatch, text):
    monkeypatch.setenv("LINLI_BASE_MAP", text)
    with pytest.raises(SystemExit, match="LINLI_BASE_MAP"):
        environment.BASE_MAP.value()


def test_only_another_host_is_let_into_the_content_policy():
    assert environment.origins(TILES) == ()
    assert environment.origins("") == ()
    assert environment.origins(ELSEWHERE) == ("https://maps.example.org:8443",)


@pytest.mark.parametrize("part", ["site/parts/map.html", "site/parts/map_picker.html"])
def test_every_map_names_the_tiles_and_their_credit_when_there_are_some(settings, part):
    assert "data-base-map" not in render_to_string(part)
    settings.LINLI_BASE_MAP, settings.LINLI_BASE_MAP_CREDIT = TILES, '© 测绘院 "2026"'
    drawn = render_to_string(part)
    assert f'data-base-map="{TILES}"' in drawn
    assert 'data-base-map-credit="© 测绘院 &quot;2026&quot;"' in drawn


def test_a_map_offers_only_layers_that_there_are():
    drawn = render_to_string("site/parts/map.html", {"more": "facilities residents compounds"})
    assert drawn.count("data-map-toggle") == 2
    assert 'value="residents"' not in drawn
    assert "设施" in drawn
