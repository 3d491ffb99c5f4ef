"""URLs of the addresses pages."""

from django.urls import path

from borough.website.addresses import missing_address, views

urlpatterns = [
    path("address/", views.find, name="address"),
    path("address/manual/", missing_address.by_hand, name="address_manual"),
    path("address/manual/confirm/", missing_address.confirm, name="address_confirm"),
    path("address/choose/", views.choose, name="address_choose"),
    path("address/suggest/", views.suggest, name="address_suggest"),
    path("address/<int:uprn>/", views.place, name="place"),
]
