"""Addresses of the front office."""

from django.urls import path

from borough.frontoffice.web import pages

app_name = "frontoffice"
urlpatterns = [
    path("", pages.home, name="home"),
    path("contacts/", pages.contact_list, name="contacts"),
    path("contacts/<str:reference>/", pages.contact, name="contact"),
    path("record/", pages.record, name="record"),
    path("jobs/", pages.jobs, name="jobs"),
    path("jobs/<int:number>/retry/", pages.retry_job, name="retry_job"),
]
