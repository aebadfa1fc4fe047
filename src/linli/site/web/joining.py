"""What the pages of a lower room show of higher ones, and the technical admin: told by `site`, which knows all rooms."""

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from linli.cases.queries.about_me import cases_about
from linli.cases.web.record_panel import household_panel, resident_panel
from linli.forms.queries.about_me import forms_about
from linli.mediation.queries.about_me import mediations_about
from linli.register.queries import gathering
from linli.register.web import panels
from linli.visits.queries.about_me import visits_about
from linli.visits.web.panel import household_panel as visits_at_home
from linli.visits.web.panel import resident_panel as visits_of_resident


def join_rooms() -> None:
    """Name what is gathered and shown, and take into the admin what the rooms put there; once, before any page."""
    gathering.ask([cases_about, mediations_about, forms_about, visits_about])
    panels.put(household=[household_panel, visits_at_home], resident=[resident_panel, visits_of_resident])
    admin.autodiscover()
    admin.site.unregister([Group, EmailAddress])  # rights come from posts; nobody signs in by e-mail
    admin.site.site_header = admin.site.site_title = _("邻里技术后台")
