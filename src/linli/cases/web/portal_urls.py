"""Addresses of the residents' portal."""

from django.urls import path

from linli.cases.web import portal, portal_tracking

app_name = "portal"
urlpatterns = [
    path("", portal.home, name="home"),
    path("report/", portal.report, name="report"),
    path("report/thanks/", portal.thanks, name="thanks"),
    path("track/", portal_tracking.search, name="search"),
    path("track/<str:code>/", portal_tracking.track, name="track"),
    path("track/<str:code>/rating", portal_tracking.rating, name="rating"),
    path("track/<str:code>/reopening", portal_tracking.reopening, name="reopening"),
    path("track/<str:code>/photos", portal_tracking.photos, name="photos"),
    path("track/<str:code>/photos/<uuid:photo_id>.jpg", portal_tracking.photo, name="photo"),
    path("my/", portal_tracking.my_reports, name="mine"),
]
