"""Addresses of the pages of grids for everybody, and of their open data."""

from django.urls import path

from linli.grids.web import open_data, public

app_name = "grid-public"

urlpatterns = [
    path("grids/", public.finder, name="finder"),
    path("grids/<str:code>/", public.board, name="grid"),
    path("open/", open_data.about, name="open"),
    path("open/grids.geojson", open_data.geojson, name="geojson"),
    path("open/grids.csv", open_data.csv_file, name="csv"),
]
