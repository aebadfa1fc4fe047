"""Addresses of the register at the desk: purposes and assessments, agreements, programmes, consents."""

from django.urls import path

from linli.register.web import purpose_agreements, purpose_consents, purpose_pages, purpose_programmes

urlpatterns = [
    path("purposes/", purpose_pages.purposes, name="purposes"),
    path("purposes/export/", purpose_pages.export, name="purposes_export"),
    path("purposes/<slug:code>/", purpose_pages.purpose, name="purpose"),
    path("purposes/<slug:code>/assessments/new/", purpose_pages.new_assessment, name="new_assessment"),
    path("purposes/<slug:code>/agreements/new/", purpose_agreements.new, name="new_agreement"),
    path("assessments/<uuid:assessment_id>/", purpose_pages.assessment, name="assessment"),
    path("assessments/<uuid:assessment_id>/signature/", purpose_pages.signature, name="assessment_signature"),
    path("assessments/<uuid:assessment_id>/revocation/", purpose_pages.revocation, name="assessment_revocation"),
    path("agreements/", purpose_agreements.agreements, name="agreements"),
    path("agreements/export/", purpose_agreements.export, name="agreements_export"),
    path("agreements/<uuid:agreement_id>/", purpose_agreements.agreement, name="agreement"),
    path("agreements/<uuid:agreement_id>/signature/", purpose_agreements.signature, name="agreement_signature"),
    path("agreements/<uuid:agreement_id>/end/", purpose_agreements.end, name="agreement_end"),
    path("agreements/<uuid:agreement_id>/handovers/", purpose_agreements.handover, name="handover"),
    path("programmes/", purpose_programmes.programmes, name="programmes"),
    path("programmes/reviews/", purpose_programmes.reviews, name="reviews"),
    path("programmes/directory/", purpose_programmes.directory, name="directory"),
    path("programmes/<slug:code>/", purpose_programmes.programme, name="programme"),
    path("programmes/<slug:code>/export/", purpose_programmes.export, name="programme_export"),
    path("consents/", purpose_consents.due, name="consents_due"),
    path("consents/export/", purpose_consents.due_export, name="consents_due_export"),
    path("consents/<uuid:resident_id>/", purpose_consents.resident, name="consents"),
    path("consents/<uuid:resident_id>/yes/", purpose_consents.yes, name="consent_yes"),
    path("consents/<uuid:resident_id>/no/", purpose_consents.no, name="consent_no"),
    path(
        "consents/<uuid:resident_id>/<uuid:consent_id>/withdrawal/",
        purpose_consents.withdrawal,
        name="consent_withdrawal",
    ),
    path("consents/<uuid:resident_id>/enrolments/", purpose_consents.enrolment, name="enrolment"),
    path(
        "consents/<uuid:resident_id>/enrolments/<uuid:enrolment_id>/renewal/", purpose_consents.renewal, name="renewal"
    ),
    path("consents/<uuid:resident_id>/enrolments/<uuid:enrolment_id>/ending/", purpose_consents.ending, name="ending"),
]
