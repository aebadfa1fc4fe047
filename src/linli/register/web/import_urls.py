"""Addresses of the register at the desk: imports."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
