"""URLs of the general pages."""

from django.urls import path

from borough.website.pages import brand_files, views

urlpatterns = [
    path("theme-<slug:digest>.css", brand_files.style_sheet, name="theme"),
    path("brand/<slug:digest>/<str:name>", brand_files.brand_file, name="brand_file"),
    path("", views.home, name="home"),
    path("help/", views.help_page, name="help"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("cookies/", views.cookies, name="cookies"),
]
