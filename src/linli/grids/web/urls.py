"""Addresses of the desk's pages of plans: the list, one plan, the map editor of a community."""

from django.urls import path

from linli.grids.web import editor, impact, plan_page, plans

app_name = "grids"
urlpatterns = [
    path("", plans.plans, name="plans"),
    path("new/", plans.new, name="new"),
    path("plans/<uuid:plan_id>/", plan_page.plan, name="plan"),
    path("plans/<uuid:plan_id>/progress", plan_page.progress, name="progress"),
    path("plans/<uuid:plan_id>/plan.geojson", plan_page.geojson, name="geojson"),
    path("plans/<uuid:plan_id>/impact", impact.impact, name="impact"),
    path("plans/<uuid:plan_id>/<slug:noun>", plan_page.step, name="step"),
    path("plans/<uuid:plan_id>/<str:community_code>/", editor.editor, name="editor"),
    path("plans/<uuid:plan_id>/<str:community_code>/ground.json", editor.ground, name="ground"),
    path("plans/<uuid:plan_id>/<str:community_code>/edits", editor.edits, name="edits"),
]
