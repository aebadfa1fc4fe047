"""Addresses of requests over one's own data."""

from django.urls import path

from linli.cases.web import portal_rights

app_name = "rights"
urlpatterns = [
    path("", portal_rights.mine, name="mine"),
    path("new/", portal_rights.new, name="new"),
]
