"""URLs of the messaging pages."""

from django.urls import path

from borough.frontoffice.messaging.views import bulk, messages

urlpatterns = [
    path("messages/", messages.message_list, name="messages"),
    path("messages/letters/", messages.print_tray, name="letters_to_print"),
    path("messages/templates/", messages.template_list, name="templates"),
    path("messages/templates/<slug:key>/<str:channel>/", messages.template, name="template"),
    path("messages/bulk/", bulk.batch_list, name="bulk_messages"),
    path("messages/bulk/<str:reference>/", bulk.batch_page, name="bulk_message"),
    path("messages/<str:reference>/", messages.message, name="message"),
    path("messages/<str:reference>/resend/", messages.retry_or_return, name="message_resend"),
    path("messages/<str:reference>/letter/", messages.letter, name="letter"),
]
