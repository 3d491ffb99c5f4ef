"""Addresses of the public website."""

from django.urls import path

from borough.website.web import pages, performance

app_name = "website"
urlpatterns = [
    path("", pages.home, name="home"),
    path("help/", pages.help_page, name="help"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("cookies/", pages.cookies, name="cookies"),
    path("performance/", performance.performance, name="performance"),
    path("performance/figures/<slug:measure>/<str:period>/", performance.figure, name="figure"),
    path("performance/figures/<slug:measure>/<str:period>/rows/", performance.figure_rows, name="figure_rows"),
]
