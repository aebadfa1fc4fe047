"""Addresses of the places room: the desk's pages of areas and of written addresses, and the layers of every map."""

from django.urls import path

from linli.places.web import addresses, areas, layers, map_imports

app_name = "places"

urlpatterns = [
    path("desk/areas/", areas.areas, name="areas"),
    path("desk/areas/addresses/", addresses.addresses, name="addresses"),
    path("desk/areas/addresses/suggest", addresses.suggest, name="address_suggest"),
    path("desk/areas/addresses/aliases/", addresses.add_alias, name="aliases"),
    path("desk/areas/addresses/aliases.xlsx", addresses.aliases_workbook, name="aliases_workbook"),
    path("desk/areas/addresses/aliases/<uuid:alias_id>/removal/", addresses.remove_alias, name="alias_removal"),
    path("desk/areas/maps/", map_imports.imports, name="map_imports"),
    path("desk/areas/maps.xlsx", map_imports.sheet, name="map_imports_sheet"),
    path("desk/areas/maps/<uuid:import_id>/", map_imports.detail, name="map_import"),
    path("desk/areas/maps/<uuid:import_id>/check", map_imports.check, name="map_import_check"),
    path("desk/areas/maps/<uuid:import_id>/run", map_imports.run, name="map_import_run"),
    path("desk/areas/maps/<uuid:import_id>/dropping", map_imports.dropping, name="map_import_dropping"),
    path("desk/areas/maps/<uuid:import_id>/report.xlsx", map_imports.report, name="map_import_report"),
    path("map/addresses", addresses.suggest_to_anyone, name="address_suggest_public"),
    path("map/layers/<slug:name>.geojson", layers.layer, name="layer"),
]
