"""URLs of the account pages."""

from django.urls import path

from borough.website.account.views import data, details, documents, helpers, messages, overview, people_i_help

urlpatterns = [
    path("account/my/", overview.home, name="my"),
    path("account/my/requests/", overview.requests, name="my_requests"),
    path("account/my/requests/<str:reference>/", overview.request_detail, name="my_request"),
    path("account/my/drafts/<str:reference>/", overview.resume_draft, name="my_draft"),
    path("account/my/garden-waste/<str:reference>/renew/", overview.renew, name="my_renewal"),
    path("account/my/appointments/", documents.appointments, name="my_appointments"),
    path("account/my/documents/", documents.documents, name="my_documents"),
    path("account/my/documents/<str:reference>/<str:number>/", documents.document, name="my_document"),
    path("account/my/messages/", messages.messages, name="my_messages"),
    path("account/my/messages/<str:reference>/", messages.message, name="my_message"),
    path("account/my/payments/", messages.paid, name="my_payments"),
    path("account/my/details/", details.details, name="my_details"),
    path("account/my/details/change/", details.change, name="my_details_change"),
    path("account/my/address/", details.address, name="my_address"),
    path("account/my/address/choose/", details.address_choose, name="my_address_choose"),
    path("account/my/address/suggest/", details.address_suggest, name="my_address_suggest"),
    path("account/my/address/<int:uprn>/", details.address_confirm, name="my_address_confirm"),
    path("account/my/helpers/", helpers.helpers, name="my_helpers"),
    path("account/my/helpers/add/", helpers.grant, name="my_helper_add"),
    path("account/my/helpers/<str:reference>/", helpers.helper, name="my_helper"),
    path("account/my/helpers/<str:reference>/end/", helpers.take_back, name="my_helper_end"),
    path("account/my/helping/", people_i_help.people_helped, name="people_i_help"),
    path("account/my/helping/<str:reference>/", people_i_help.person_helped, name="person_i_help"),
    path("account/my/helping/<str:reference>/accept/", people_i_help.accept, name="person_i_help_accept"),
    path("account/my/helping/<str:reference>/stop/", people_i_help.stop, name="person_i_help_stop"),
    path("account/my/helping/<str:reference>/start/", people_i_help.begin, name="person_i_help_start"),
    path("account/my/helping/<str:reference>/drafts/<str:draft>/", people_i_help.go_on, name="person_i_help_draft"),
    path("account/my-data/", data.my_data, name="my_data"),
    path("account/my-data/copy/", data.everything, name="my_data_copy"),
    path("account/my-data/copy/file/", data.everything_file, name="my_data_copy_file"),
    path("account/my-data/copy/archive/", data.everything_archive, name="my_data_copy_archive"),
    path("account/my-data/erase/", data.erasure, name="my_erasure"),
    path("account/my-data/erase/withdraw/", data.erasure_withdraw, name="my_erasure_withdraw"),
]
