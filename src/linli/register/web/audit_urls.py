"""Addresses of the register at the desk: the log of reads and writes, and the retention job."""

from django.urls import URLPattern, path

from linli.register.web import audit_pages

urlpatterns: list[URLPattern] = [
    path("audit/", audit_pages.standing_out, name="audit"),
    path("audit/readings.xlsx", audit_pages.signs_workbook, name="audit_signs_workbook"),
    path("audit/explanations", audit_pages.explanations, name="audit_explanations"),
    path("audit/log/", audit_pages.log, name="audit_log"),
    path("audit/log.xlsx", audit_pages.log_workbook, name="audit_log_workbook"),
    path("audit/mine/", audit_pages.mine, name="audit_mine"),
    path("retention/", audit_pages.retention, name="retention"),
    path("retention.xlsx", audit_pages.retention_workbook, name="retention_workbook"),
]
