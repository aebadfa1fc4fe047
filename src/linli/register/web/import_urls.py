"""Addresses of the register at the desk: imports."""

from django.urls import URLPattern, path

from linli.register.web import import_pages

urlpatterns: list[URLPattern] = [
    path("import/", import_pages.imports, name="imports"),
    path("import.xlsx", import_pages.sheet, name="imports_sheet"),
    path("import/<uuid:batch_id>/", import_pages.detail, name="import"),
    path("import/<uuid:batch_id>/columns/", import_pages.columns, name="import_columns"),
    path("import/<uuid:batch_id>/run", import_pages.run, name="import_run"),
    path("import/<uuid:batch_id>/resumption", import_pages.resumption, name="import_resumption"),
    path("import/<uuid:batch_id>/dropping", import_pages.dropping, name="import_dropping"),
    path("import/<uuid:batch_id>/faults.xlsx", import_pages.faults, name="import_faults"),
]
