"""The face of post: send messages, say with which templates, and know what became of them."""

from borough.post.actions.batch_files import check_file, columns_for, words_of
from borough.post.actions.batches import keep_batch, move_batch
from borough.post.actions.delivering import hear_receipt, mark_printed, mark_returned
from borough.post.actions.rendering import preview, shown
from borough.post.actions.sending import send, send_again
from borough.post.catalogue import BadTemplate, offer, template_of, templates
from borough.post.queries import (
    MessageFilters,
    batch_of,
    batches,
    first_row,
    message_of,
    messages_about,
    messages_of,
    recent,
    refused_rows,
    to_print,
)
from borough.post.rules.personalising import Missing
from borough.post.rules.reaching import is_mobile
from borough.post.types import BatchState, Channel, MessageState, Recipient, Sent, Template

__all__ = [
    "BadTemplate",
    "BatchState",
    "Channel",
    "MessageFilters",
    "MessageState",
    "Missing",
    "Recipient",
    "Sent",
    "Template",
    "batch_of",
    "batches",
    "check_file",
    "columns_for",
    "first_row",
    "hear_receipt",
    "is_mobile",
    "keep_batch",
    "mark_printed",
    "mark_returned",
    "message_of",
    "messages_about",
    "messages_of",
    "move_batch",
    "offer",
    "preview",
    "recent",
    "refused_rows",
    "send",
    "send_again",
    "shown",
    "template_of",
    "templates",
    "to_print",
    "words_of",
]
