"""Addresses of the public website."""

from django.urls import path

from borough.website.web import (
    address,
    address_by_hand,
    bins,
    my_data,
    pages,
    pay,
    performance,
    service_stops,
    services,
)

app_name = "website"
urlpatterns = [
    path("", pages.home, name="home"),
    path("account/my-data/", my_data.my_data, name="my_data"),
    path("account/my-data/everything/", my_data.everything, name="my_everything"),
    path("account/my-data/everything/file/", my_data.everything_file, name="my_everything_file"),
    path("address/", address.find, name="address"),
    path("address/by-hand/", address_by_hand.by_hand, name="address_by_hand"),
    path("address/by-hand/confirm/", address_by_hand.confirm, name="address_confirm"),
    path("address/choose/", address.choose, name="address_choose"),
    path("address/suggest/", address.suggest, name="address_suggest"),
    path("address/<int:uprn>/", address.place, name="place"),
    path("pay/<str:token>/", pay.pay, name="pay"),
    path("pay/<str:token>/return/", pay.back, name="pay_back"),
    path("bins/", bins.find, name="bins"),
    path("bins/choose/", bins.choose, name="bins_choose"),
    path("bins/suggest/", bins.suggest, name="bins_suggest"),
    path("bins/<int:uprn>/", bins.days, name="bin_days"),
    path("help/", pages.help_page, name="help"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("cookies/", pages.cookies, name="cookies"),
    path("services/", services.offered, name="services"),
    path("services/resume/<str:token>/", service_stops.resume, name="service_resume"),
    path("services/<slug:key>/", services.start, name="service_start"),
    path("services/<slug:key>/held/", services.held, name="service_held"),
    path("services/<slug:key>/check/", services.check, name="service_check"),
    path("services/<slug:key>/later/", service_stops.later, name="service_later"),
    path("services/<slug:key>/help/", service_stops.get_help, name="service_help"),
    path("services/<slug:key>/sent/<str:reference>/", services.sent, name="service_sent"),
    path("services/<slug:key>/<slug:page>/", services.page, name="service_page"),
    path("services/<slug:key>/<slug:page>/<int:number>/", services.row, name="service_row"),
    path("services/<slug:key>/<slug:page>/<int:number>/remove/", services.row_drop, name="service_row_drop"),
    path("performance/", performance.performance, name="performance"),
    path("performance/figures/<slug:measure>/<str:period>/", performance.figure, name="figure"),
    path("performance/figures/<slug:measure>/<str:period>/rows/", performance.figure_rows, name="figure_rows"),
]
