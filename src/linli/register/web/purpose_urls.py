"""Addresses of the register at the desk: purposes."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
