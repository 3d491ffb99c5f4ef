"""URLs of the operations pages."""

from django.urls import path

from borough.frontoffice.operations.views import audit, jobs, retention, webhook_deliveries, webhook_endpoints

urlpatterns = [
    path("retention/", retention.retention, name="retention"),
    path("retention/hold/", retention.hold, name="retention_hold"),
    path("retention/<int:number>/lift/", retention.lift, name="retention_lift"),
    path("audit/", audit.act_list, name="audit"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("webhooks/deliveries/", webhook_deliveries.delivery_list, name="webhook_deliveries"),
    path("webhooks/deliveries/<int:event_id>/redeliver/", webhook_deliveries.retry, name="webhook_redeliver"),
    path("webhooks/", webhook_endpoints.endpoint_list, name="webhooks"),
    path("webhooks/new/", webhook_endpoints.make, name="webhook_create"),
    path("webhooks/<int:number>/", webhook_endpoints.endpoint_page, name="webhook"),
    path("webhooks/<int:number>/change/", webhook_endpoints.change, name="webhook_change"),
    path("webhooks/<int:number>/secret/", webhook_endpoints.rotate, name="webhook_rotate"),
    path("webhooks/<int:number>/secret/end/", webhook_endpoints.end_old_secret, name="webhook_end_old_secret"),
    path("webhooks/<int:number>/test/", webhook_endpoints.test, name="webhook_test"),
    path("webhooks/<int:number>/pause/", webhook_endpoints.pause, name="webhook_pause"),
    path("webhooks/<int:number>/resume/", webhook_endpoints.resume, name="webhook_resume"),
    path("webhooks/<int:number>/end/", webhook_endpoints.end, name="webhook_end"),
    path("jobs/<int:number>/retry/", jobs.retry_job, name="retry_job"),
]
