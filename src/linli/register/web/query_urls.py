"""Addresses of the register at the desk: querys."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
