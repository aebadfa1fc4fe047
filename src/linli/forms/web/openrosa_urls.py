"""Addresses of the OpenRosa door: form list, forms, manifests, their files, submissions."""

from django.urls import path

from linli.forms.web import openrosa

app_name = "openrosa"
urlpatterns = [
    path("formList", openrosa.form_list, name="form_list"),
    path("forms/<str:code>.xml", openrosa.form, name="form"),
    path("manifests/<str:code>.xml", openrosa.manifest, name="manifest"),
    path("files/<str:code>/<str:md5>", openrosa.form_file, name="form_file"),
    path("submission", openrosa.submission, name="submission"),
]
