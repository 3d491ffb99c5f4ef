"""URLs of the home page."""

from django.urls import path

from borough.frontoffice.desk import views

urlpatterns = [
    path("", views.home, name="home"),
]
