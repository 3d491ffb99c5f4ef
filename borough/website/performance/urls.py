"""URLs of the performance pages."""

from django.urls import path

from borough.website.performance import views

urlpatterns = [
    path("performance/", views.performance, name="performance"),
    path("performance/figures/<slug:measure>/<str:period>/", views.figure, name="figure"),
    path("performance/figures/<slug:measure>/<str:period>/rows/", views.figure_rows, name="figure_rows"),
]
