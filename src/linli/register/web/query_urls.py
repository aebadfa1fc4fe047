"""Addresses of the register at the desk: questions over people."""

from django.urls import URLPattern, path

from linli.register.web import query_pages

urlpatterns: list[URLPattern] = [
    path("query/", query_pages.builder, name="query"),
    path("query/people/", query_pages.people, name="query_people"),
    path("query/export/", query_pages.export, name="query_export"),
    path("query/saved/", query_pages.save, name="query_save"),
    path("query/saved/<uuid:query_id>/removal/", query_pages.forget, name="query_forget"),
]
