"""Addresses of the register at the desk: its first page, buildings, households, residents."""

from django.urls import path

from linli.register.web import building_page, record_home, record_pages, record_sending

urlpatterns = [
    path("", record_home.home, name="home"),
    path("homes.geojson", record_home.map_of_homes, name="homes"),
    path("buildings/<str:code>/", building_page.building, name="building"),
    path("buildings/<str:code>/closure/", building_page.close, name="close_building"),
    path("buildings/<str:code>/reopening/", building_page.reopen, name="reopen_building"),
    path("dwellings/<uuid:dwelling_id>/household/", record_sending.new_household, name="new_household"),
    path("households/<uuid:household_id>/", record_pages.household, name="household"),
    path("households/<uuid:household_id>/<slug:noun>/", record_sending.household_step, name="household_step"),
    path("residents/<uuid:resident_id>/", record_pages.resident, name="resident"),
    path("residents/<uuid:resident_id>/clear/", record_sending.reveal, name="reveal"),
    path("residents/<uuid:resident_id>/<slug:noun>/", record_sending.resident_step, name="resident_step"),
    path("changes/<uuid:command_id>/undoing/", record_sending.undo, name="undo"),
    path("statements/<uuid:statement_id>/settlement/", record_sending.settle, name="settle"),
    path("statements/<uuid:statement_id>/comparison/", record_sending.compare, name="compare"),
    path("ties/<slug:what>/<uuid:tie_id>/end/", record_sending.end_tie, name="end_tie"),
]
