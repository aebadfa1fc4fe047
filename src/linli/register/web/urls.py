"""Addresses of the register at the desk."""

from linli.register.web import (
    audit_urls,
    import_urls,
    linkage_urls,
    list_urls,
    organisation_urls,
    purpose_urls,
    query_urls,
    record_urls,
)

app_name = "register"
urlpatterns = [
    *record_urls.urlpatterns,
    *organisation_urls.urlpatterns,
    *purpose_urls.urlpatterns,
    *import_urls.urlpatterns,
    *query_urls.urlpatterns,
    *list_urls.urlpatterns,
    *linkage_urls.urlpatterns,
    *audit_urls.urlpatterns,
]
