"""Addresses of cases at the desk; the forms of a case page are sent to nouns below the case."""

from django.urls import path

from linli.cases.web import (
    board_urls,
    desk_bulk,
    desk_detail,
    desk_intake,
    desk_list,
    desk_map,
    desk_steps,
    repeats,
    right_panel,
    rounds,
    rulings,
    surroundings,
)
from linli.cases.web.steps import SPECS

app_name = "cases"
urlpatterns = [
    path("", desk_list.cases, name="list"),
    path("export.xlsx", desk_list.export, name="export"),
    path("next/", desk_list.next_case, name="next"),
    path("bulk/", desk_bulk.bulk, name="bulk"),
    path("new/", desk_intake.intake, name="intake"),
    path("suggestion/", desk_intake.suggestion, name="suggestion"),
    path("kinds/", desk_intake.kinds, name="kinds"),
    path("map/", desk_map.map_page, name="map"),
    path("map.geojson", desk_map.map_points, name="map_points"),
    path("repeats/", repeats.repeats_page, name="repeats"),
    path("repeats.geojson", repeats.repeats_points, name="repeats_points"),
    path("repeats/returns/", repeats.returns_page, name="returns"),
    path("repeats/returns.geojson", repeats.returns_points, name="returns_points"),
    path("repeats/returns.xlsx", repeats.returns_workbook, name="returns_workbook"),
    path("rounds/", rounds.turns, name="rounds"),
    path("rounds/<uuid:round_id>/", rounds.turn, name="round"),
    path("rulings/", rulings.rulings, name="rulings"),
    path("rulings.xlsx", rulings.export, name="rulings_export"),
    path("rulings/<uuid:ruling_id>/ending", rulings.ending, name="ruling_ending"),
    *board_urls.urlpatterns,
    path("photos/<uuid:photo_id>.jpg", desk_detail.photo, name="photo"),
    path("voices/<uuid:voice_id>", desk_detail.voice, name="voice"),
    path("<uuid:case_id>/", desk_detail.detail, name="detail"),
    path("<uuid:case_id>/receipt/", desk_intake.receipt, name="receipt"),
    path("<uuid:case_id>/place/", repeats.place_box, name="place_box"),
    path("<uuid:case_id>/around/", surroundings.around, name="around"),
    path("<uuid:case_id>/root-cause", repeats.root_cause, name="root_cause"),
    path("<uuid:case_id>/right-application", right_panel.application, name="right_application"),
    path("<uuid:case_id>/contact", desk_detail.contact, name="contact"),
    path("<uuid:case_id>/steps/<slug:code>", desk_steps.declared_step, name="declared_step"),
    *[path(f"<uuid:case_id>/{noun}", desk_steps.step, {"noun": noun}, name=noun) for noun in SPECS],
]
