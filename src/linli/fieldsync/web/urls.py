"""Addresses of this room's pages."""

from django.urls import URLPattern, URLResolver, path

from linli.fieldsync.web import complaint, law, pages

app_name = "field"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.shell, name="shell"),
    path("app.webmanifest", pages.manifest, name="manifest"),
    path("sw.js", pages.worker, name="worker"),
    path("words/<str:language>.json", pages.words, name="words"),
    path("law/", law.law, name="law"),
    path("law/pack.<str:file_format>", law.paper, name="law_paper"),
    path("complaint/", complaint.complaint, name="complaint"),
]
