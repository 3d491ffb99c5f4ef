"""URLs of the payments pages."""

from django.urls import path

from borough.frontoffice.payments import views

urlpatterns = [
    path("payments/", views.payment_list, name="payments"),
    path("payments/balances/", views.balances, name="payment_balances"),
    path("payments/<str:reference>/", views.payment, name="payment"),
    path("payments/<str:reference>/link/", views.send_link, name="payment_link"),
    path("payments/<str:reference>/refund/", views.refund, name="payment_refund"),
    path("payments/<str:reference>/cancel/", views.cancel, name="payment_cancel"),
]
