"""The root addresses: every door of the house."""

from django.contrib import admin
from django.urls import include, path

from linli.site.api import api
from linli.site.web import views
from linli.site.web.joining import join_rooms

join_rooms()

urlpatterns = [
    path("", include("linli.cases.web.portal_urls")),
    path("me/requests/", include("linli.cases.web.rights_urls")),
    path("me/", include("linli.register.web.portal_urls")),
    path("favicon.ico", views.favicon, name="favicon"),
    path("healthz", views.healthz, name="healthz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("linli.staff.web.urls")),
    path("desk/", include("linli.site.web.desk_urls")),
    path("desk/cases/", include("linli.cases.web.desk_urls")),
    path("desk/catalogue/", include("linli.cases.web.catalogue_urls")),
    path("desk/mediation/", include("linli.mediation.web.urls")),
    path("desk/visits/", include("linli.visits.web.urls")),
    path("desk/forms/", include("linli.forms.web.urls")),
    path("desk/field/", include("linli.fieldsync.web.desk_urls")),
    path("openrosa/", include("linli.forms.web.openrosa_urls")),
    path("field/api/", include("linli.fieldsync.web.api_urls")),
    path("field/", include("linli.fieldsync.web.urls")),
    path("desk/register/", include("linli.register.web.urls")),
    path("desk/figures/", include("linli.figures.web.urls")),
    path("desk/staff/", include("linli.staff.web.desk_urls")),
    path("desk/grids/", include("linli.grids.web.urls")),
    path("desk/components/", include("linli.cases.web.component_urls")),
    path("desk/facilities/", include("linli.cases.web.facility_urls")),
    path("desk/messages/", include("linli.messages.web.urls")),
    path("desk/grids/", include("linli.grids.web.grid_urls")),
    path("", include("linli.grids.web.public_urls")),
    path("", include("linli.places.web.urls")),
    path("api/v1/", api.urls),
    path("admin/", admin.site.urls),
]

handler400 = "linli.site.web.views.bad_request"
handler403 = "linli.site.web.views.forbidden"
handler404 = "linli.site.web.views.not_found"
handler429 = "linli.site.web.views.too_many"
handler500 = "linli.site.web.views.broken"
