"""Addresses of the register at the desk: audits."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
