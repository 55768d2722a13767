"""Addresses of `records`."""

from django.urls import path

from openilr.web.records import findings_list, page_views, views

app_name = "records"
urlpatterns = [
    path("history/", views.index, name="history"),
    path("findings/", findings_list.findings, name="findings"),
    path("findings/by-rule/", findings_list.findings_by_rule, name="findings-by-rule"),
    path("add/", page_views.add_learner, name="add"),
    path("<uuid:learner>/", page_views.record_page, name="record"),
    path("<uuid:learner>/save/", page_views.save_fields, name="save-fields"),
    path("<uuid:learner>/rows/add/", page_views.add_record_row, name="add-row"),
    path("<uuid:learner>/rows/remove/", page_views.remove_record_row, name="remove-row"),
    path("<uuid:learner>/check/", page_views.check_field, name="check-field"),
    path("<uuid:learner>/why/<int:finding>/", page_views.why_finding, name="why"),
]
