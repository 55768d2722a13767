"""Every address of the application."""

from django.urls import include, path

from openilr.web.api.urls import token_patterns
from openilr.web.ui import views as ui

urlpatterns = [
    path("", include("openilr.web.dashboards.urls")),
    path("learners/", include("openilr.web.learners.urls")),
    path("records/", include("openilr.web.records.urls")),
    path("employers/", include("openilr.web.employers.urls")),
    path("programmes/", include("openilr.web.programmes.urls")),
    path("changes/", include("openilr.web.trackers.urls")),
    path("returns/", include("openilr.web.returns.urls")),
    path("settings/people/", include("openilr.web.accounts.urls")),
    path("settings/", include("openilr.web.providers.urls")),
    path("jobs/", include("openilr.web.jobs.urls")),
    path("audit/", include("openilr.web.audit.urls")),
    path("account/", include("openilr.web.accounts.door_urls")),
    path("api/", include("openilr.web.api.urls")),
    path("settings/tokens/", include(token_patterns)),
    path("ui/", include("openilr.web.ui.urls")),
    path("healthz", ui.healthz, name="healthz"),
    path("readyz", ui.readyz, name="readyz"),
]
handler400 = "openilr.web.ui.views.bad_request"
handler403 = "openilr.web.ui.views.refused"
handler404 = "openilr.web.ui.views.not_found"
handler500 = "openilr.web.ui.views.fault"
