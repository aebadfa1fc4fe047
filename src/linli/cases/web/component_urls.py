"""Addresses of the register of components at the desk."""

from django.urls import path

from linli.cases.web import components

app_name = "components"

urlpatterns = [
    path("", components.components, name="list"),
    path("export/", components.export, name="export"),
    path("<str:code>/", components.component, name="detail"),
    path("<str:code>/card/", components.card, name="card"),
]
