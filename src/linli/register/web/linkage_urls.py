"""Addresses of the register at the desk: linkages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
