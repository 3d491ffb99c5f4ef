"""URLs of the contact pages."""

from django.urls import path

from borough.frontoffice.contacts import organisation_views, views

urlpatterns = [
    path("contacts/", views.contact_list, name="contacts"),
    path("contacts/<str:reference>/", views.contact, name="contact"),
    path("contacts/<str:reference>/organisation/", organisation_views.say, name="contact_organisation"),
    path(
        "contacts/<str:reference>/organisation/withdraw/",
        organisation_views.withdraw,
        name="contact_organisation_remove",
    ),
    path("record/", views.record, name="record"),
]
