"""Addresses of the places room: the desk's page of areas, and the layers of every map."""

from django.urls import path

from linli.places.web import areas, layers

app_name = "places"

urlpatterns = [
    path("desk/areas/", areas.areas, name="areas"),
    path("map/layers/<slug:name>.geojson", layers.layer, name="layer"),
]
