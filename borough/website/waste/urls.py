"""URLs of the waste pages."""

from django.urls import path

from borough.website.waste import views

urlpatterns = [
    path("bins/", views.find, name="bins"),
    path("bins/choose/", views.choose, name="bins_choose"),
    path("bins/suggest/", views.suggest, name="bins_suggest"),
    path("bins/<int:uprn>/", views.days, name="bin_days"),
]
