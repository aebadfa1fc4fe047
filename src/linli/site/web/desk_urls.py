"""The desk's own address: the first page after signing in."""

from django.urls import path

from linli.site.web import desk

app_name = "desk"
urlpatterns = [path("", desk.home, name="home")]
