"""Addresses of the desk's pages about single grids, their staffing, heads of buildings and printed maps."""

from django.urls import path

from linli.grids.web import building_heads, grid_page, staffing

app_name = "grid-desk"

urlpatterns = [
    path("staffing/", staffing.check, name="staffing"),
    path("staffing.xlsx", staffing.workbook, name="staffing_workbook"),
    path("poster.pdf", grid_page.poster, name="poster"),
    path("grid/<str:code>/", grid_page.page, name="grid"),
    path("grid/<str:code>/heads/", building_heads.heads, name="heads"),
]
