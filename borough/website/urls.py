"""Addresses of the public website."""

from django.urls import path

from borough.website.web import address, address_by_hand, my_data, pages, pay, performance

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
    path("help/", pages.help_page, name="help"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("cookies/", pages.cookies, name="cookies"),
    path("performance/", performance.performance, name="performance"),
    path("performance/figures/<slug:measure>/<str:period>/", performance.figure, name="figure"),
    path("performance/figures/<slug:measure>/<str:period>/rows/", performance.figure_rows, name="figure_rows"),
]
