"""Save for later and ask for help; the answers are kept throughout."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import EMAIL_RULE, BoroughRequest, principal_name, public, within_limit
from borough.foundation.clock import now, today
from borough.foundation.db.sessions import session_transaction
from borough.kernel.messages import msg
from borough.kernel.refusals import Refused
from borough.services import public as services
from borough.website.services.draft_access import (
    Translator,
    account_of,
    may_open,
    people_context,
    redirect_to,
    reference_of,
    remember,
    service,
    translator_of,
)
from borough.website.services.views.services import draft_missing_page

LINKS = "10/h/ip"
HELPS = "10/h/ip"


class LaterForm(forms.Form):
    """Form for the email address of a resume link."""

    email = forms.EmailField(
        label=msg("Your email address"),
        help_text=msg("We will send you a link that works once, for 28 days"),
        error_messages={"required": msg("Enter your email address"), "invalid": EMAIL_RULE},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class HelpForm(forms.Form):
    """Form for the kind of help."""

    how = forms.ChoiceField(
        label=msg("How should we help you?"),
        widget=forms.RadioSelect,
        choices=[("call", msg("Call me")), ("hub", msg("Meet me at a digital hub"))],
        error_messages={"required": msg("Select how we should help you")},
    )
    details = forms.CharField(
        label=msg("Your phone number, or which hub, and when suits you"),
        max_length=500,
        help_text=msg("For example, 01632 960 001, weekdays after 4pm"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": msg("Enter your phone number, or which hub, and when suits you"),
            "max_length": msg("Enter 500 characters or less"),
        },
    )


@public("GET POST")
def save_for_later(request: BoroughRequest, key: str) -> HttpResponse:
    """Save the answers: with the signed-in account, or by an emailed link."""
    reference = reference_of(request, key)
    if reference is None:
        return draft_missing_page(request, key)
    form = LaterForm(request.POST if request.method == "POST" else None)
    done = False
    if form.is_valid():
        if not within_limit(request, "service_later", LINKS):
            form.add_error(None, msg("Many links were sent from here in the last hour. Wait and try again"))
        else:
            try:
                services.send_link(at=now(), reference=reference, email=form.cleaned_data["email"])
                done = True
            except Refused as refused:
                form.add_error(None, refused.sentence)
    context = {"service": service(key), "form": form, "done": done, "signed_in": account_of(request) is not None}
    context |= {**people_context(request, reference), "translator": translator_of(request, key, reference)}
    return render(request, "website/services/service_later.html", context)


@public("GET POST")
def resume(request: BoroughRequest, token: str) -> HttpResponse:
    """Resume a draft. A button uses the link, so a mail scanner that opens it does not."""
    if request.method != "POST":
        known = services.known_link(at=now(), token=token)
        context = {"known": known is not None, "translator": Translator(service(known[0]), known[1]) if known else None}
        return render(request, "website/services/service_resume.html", context, status=200 if known else 410)
    try:
        with session_transaction(request):
            draft = services.use_link(at=now(), token=token)
            theirs = may_open(request, draft)
            if theirs:
                remember(request, draft.service, draft.reference)
    except services.UnknownDraft:
        return render(request, "website/services/service_resume.html", {"known": False, "translator": None}, status=410)
    if not theirs:
        return redirect("website:service_start", draft.service)  # it belongs to an account by now: signing in opens it
    return redirect_to(
        draft.service, services.draft_pages.first_page(reference=draft.reference, today=today(), at=now())
    )


@public("GET POST")
def get_help(request: BoroughRequest, key: str) -> HttpResponse:
    """Ask staff for help: the draft is attached, so nothing has to be repeated."""
    reference = reference_of(request, key)
    if reference is None:
        return draft_missing_page(request, key)
    form = HelpForm(request.POST if request.method == "POST" else None)
    done = False
    if form.is_valid() and not within_limit(request, "service_help", HELPS):
        form.add_error(None, msg("Help was asked for very often from here. Call us instead"))
    elif form.is_valid():
        try:
            services.hand_over(
                by=principal_name(request),
                at=now(),
                today=today(),
                reference=reference,
                how=form.cleaned_data["how"],
                details=form.cleaned_data["details"],
            )
            done = True
        except Refused as refused:
            form.add_error(None, refused.sentence)
        except services.UnknownDraft:
            return draft_missing_page(request, key)
    context = {
        "service": service(key),
        "form": form,
        "done": done,
        **people_context(request, reference),
        "translator": translator_of(request, key, reference),
    }
    return render(request, "website/services/service_help.html", context)
