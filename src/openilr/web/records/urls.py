"""Addresses of `records`."""

from django.urls import include, path

from openilr.web.records import findings_list, history_views, page_views, status_views

app_name = "records"
urlpatterns = [
    path("imports/", include("openilr.web.records.imports_urls")),
    path("history/", history_views.history, name="history"),
    path("verify/", status_views.bulk_verify, name="bulk-verify"),
    path("findings/", findings_list.findings, name="findings"),
    path("findings/by-rule/", findings_list.findings_by_rule, name="findings-by-rule"),
    path("add/", page_views.add_learner, name="add"),
    path("<uuid:learner>/", page_views.record_page, name="record"),
    path("<uuid:learner>/save/", page_views.save_fields, name="save-fields"),
    path("<uuid:learner>/rows/add/", page_views.add_record_row, name="add-row"),
    path("<uuid:learner>/rows/remove/", page_views.remove_record_row, name="remove-row"),
    path("<uuid:learner>/check/", page_views.check_field, name="check-field"),
    path("<uuid:learner>/history/", history_views.learner_history, name="learner-history"),
    path("<uuid:learner>/versions/", history_views.versions, name="versions"),
    path(
        "<uuid:learner>/versions/<int:number>/<str:year>/",
        history_views.version_xml,
        name="version-xml",
    ),
    path("<uuid:learner>/sign/", status_views.sign, name="sign"),
    path("<uuid:learner>/verify/", status_views.verify, name="verify"),
    path("<uuid:learner>/withdraw/", status_views.withdraw, name="withdraw"),
    path("<uuid:learner>/exclude/", status_views.exclude, name="exclude"),
    path("<uuid:learner>/include/", status_views.include, name="include"),
    path("<uuid:learner>/note/", status_views.note, name="note"),
    path("<uuid:learner>/erase/", status_views.erase, name="erase"),
    path("<uuid:learner>/evidence/<int:signature>/", status_views.evidence, name="evidence"),
    path("<uuid:learner>/notes/<int:note>/", status_views.note_export, name="note-export"),
    path("<uuid:learner>/why/<int:finding>/", page_views.why_finding, name="why"),
]
