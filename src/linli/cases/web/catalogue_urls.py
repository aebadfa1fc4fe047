"""Addresses of the declared content at the desk: kinds and workflows, each with its picture."""

from django.urls import path

from linli.cases.web import catalogue_pages

app_name = "catalogue"
urlpatterns = [
    path("", catalogue_pages.index, name="index"),
    path("<str:code>/", catalogue_pages.workflow, name="workflow"),
    path("<str:code>/picture.svg", catalogue_pages.picture, name="picture"),
]
