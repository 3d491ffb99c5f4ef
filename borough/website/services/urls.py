"""URLs of the services pages."""

from django.urls import path

from borough.website.services.views import maps, rows, save_and_help, services

urlpatterns = [
    path("maps/<int:easting>/<int:northing>/<int:across>.svg", maps.drawing, name="map"),
    path("services/", services.service_list, name="services"),
    path("services/resume/<str:token>/", save_and_help.resume, name="service_resume"),
    path("services/<slug:key>/", services.start, name="service_start"),
    path("services/<slug:key>/prefilled/", services.prefilled, name="service_prefilled"),
    path("services/<slug:key>/tasks/", services.tasks, name="service_tasks"),
    path("services/<slug:key>/check/", services.check, name="service_check"),
    path("services/<slug:key>/save/", save_and_help.save_for_later, name="service_save"),
    path("services/<slug:key>/help/", save_and_help.get_help, name="service_help"),
    path("services/<slug:key>/confirmation/<str:reference>/", services.sent, name="service_confirmation"),
    path("services/<slug:key>/<slug:page>/", services.page, name="service_page"),
    path("services/<slug:key>/<slug:page>/<int:number>/", rows.row, name="service_row"),
    path("services/<slug:key>/<slug:page>/<int:number>/remove/", rows.row_drop, name="service_row_drop"),
]
