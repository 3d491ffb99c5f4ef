"""Public interface of messaging: send messages, register templates, and read their status."""

from borough.messaging.actions.batch_files import check_file, columns_for, values_of
from borough.messaging.actions.batches import move_batch, store_batch
from borough.messaging.actions.delivery import mark_printed, mark_returned, process_receipt
from borough.messaging.actions.dispatch import send, send_again
from borough.messaging.actions.renderer import preview, render_stored
from borough.messaging.catalogue import TemplateError, register_templates, template_of, templates
from borough.messaging.queries import (
    MessageFilters,
    batch_of,
    batches,
    first_row,
    message_of,
    messages_of,
    recent,
    refused_rows,
    to_print,
)
from borough.messaging.rules.channel_choice import is_mobile
from borough.messaging.rules.placeholders import MissingValues
from borough.messaging.types import BatchState, Channel, MessageState, Recipient, Template

__all__ = [
    "BatchState",
    "Channel",
    "MessageFilters",
    "MessageState",
    "MissingValues",
    "Recipient",
    "Template",
    "TemplateError",
    "batch_of",
    "batches",
    "check_file",
    "columns_for",
    "first_row",
    "is_mobile",
    "mark_printed",
    "mark_returned",
    "message_of",
    "messages_of",
    "move_batch",
    "preview",
    "process_receipt",
    "recent",
    "refused_rows",
    "register_templates",
    "render_stored",
    "send",
    "send_again",
    "store_batch",
    "template_of",
    "templates",
    "to_print",
    "values_of",
]
