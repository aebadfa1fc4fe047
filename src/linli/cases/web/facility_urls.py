"""Addresses of the register of facilities at the desk."""

from django.urls import path

from linli.cases.web import facilities

app_name = "facilities"

urlpatterns = [
    path("", facilities.facilities, name="list"),
    path("export/", facilities.export, name="export"),
    path("<str:code>/", facilities.facility, name="detail"),
    path("<str:code>/card/", facilities.card, name="card"),
]
