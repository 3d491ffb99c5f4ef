"""URLs of the payments pages."""

from django.urls import path

from borough.website.payments import views

urlpatterns = [
    path("pay/<str:token>/", views.pay, name="pay"),
    path("pay/<str:token>/return/", views.return_from_pay, name="pay_return"),
]
