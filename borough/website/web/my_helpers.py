"""The people who help a resident: let them, see what they did, and take it back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import EMAIL_RULE, principal_of, signed_in, within_limit
from borough.foundation.clock import now
from borough.kernel.refusals import Refused
from borough.people import public as people
from borough.services import public as services
from borough.ui.formats import day, moment
from borough.website.web.my_borough import Mine, mine

GIVES = "10/d/user"  # each writes to somebody, so that nobody fills letter boxes
HOW = {
    people.How.ONLINE: "on this website", people.How.PHONE: "on the phone", people.How.PAPER: "on paper",
    people.How.FACE_TO_FACE: "face to face",
}  # fmt: skip


class GiveForm(forms.Form):
    """Whom one lets help, with what, and how long."""

    email = forms.EmailField(
        label="Email address of the person who helps you", max_length=254,
        help_text="We will ask them if they want to. They need an account with this address, or can make one",
        error_messages={"required": "Enter the email address of the person who helps you", "invalid": EMAIL_RULE},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    which = forms.ChoiceField(
        label="What may they do for you?", widget=forms.RadioSelect,
        choices=[("all", "Every service"), ("some", "Only the services I choose")],
        error_messages={"required": "Select what they may do for you"},
    )  # fmt: skip
    services = forms.MultipleChoiceField(
        label="Services, if you choose some", required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Select services from the list"},
    )  # fmt: skip
    months = forms.TypedChoiceField(
        label="How long may they help?", coerce=int, choices=list(people.MONTHS.items()), widget=forms.RadioSelect,
        help_text="A year at most. You can take it back on any day",
        error_messages={"required": "Select how long they may help"},
    )  # fmt: skip
    agree = forms.BooleanField(
        label=people.CONSENT, error_messages={"required": "Tick the box if you agree that they may help you"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["services"]
        if isinstance(offered, forms.ChoiceField):
            offered.choices = services.service_choices()

    def clean(self) -> dict[str, Any]:
        """Some means at least one."""
        found = self.cleaned_data
        if found.get("which") == "some" and not found.get("services") and "services" not in self.errors:
            self.add_error("services", "Select the services they may use, or select every service")
        return found

    def wanted(self) -> list[str]:
        """The services chosen; none for all."""
        return self.cleaned_data["services"] if self.cleaned_data["which"] == "some" else []


@signed_in()
def helpers(request: HttpRequest) -> HttpResponse:
    """Who may help, who was asked, and who could before."""
    me = mine(request)
    found = people.mandates_of(me.person_id, now()) if me.person_id else []
    return render(request, "website/my_helpers.html", {"rows": [_row(one) for one in found]})


def _row(one: people.MandateShown) -> dict[str, Any]:
    return {
        "reference": one.reference, "email": one.helper_email or "Someone whose details were erased",
        "services": services.service_names(one.services), "stands": _stands(one),
        "may_end": one.may_end,
    }  # fmt: skip


def _stands(one: people.MandateShown) -> str:
    if one.revoked_at:
        return f"Ended on {day(one.revoked_at)}"
    if one.stands is people.Stands.EXPIRED:
        return f"Ended on {day(one.expires_at)}"
    return f"{'May help' if one.accepted_at else 'We have asked them. May help'} until {day(one.expires_at)}"


@signed_in("GET POST")
def give(request: HttpRequest) -> HttpResponse:
    """Let someone help. What is said is the same whether we know their address or not."""
    me = mine(request)
    form = GiveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if not within_limit(request, "mandate_give", GIVES):
            form.add_error(None, "You have asked many people today. Wait until tomorrow, or call us")
            return render(request, "website/my_helper_give.html", {"form": form}, status=429)
        try:
            _give(request, me, form)
        except Refused as refused:
            form.add_error("email", str(refused))
        else:
            messages.success(request, "We have written to them. They can help once they accept.")
            return redirect("website:my_helpers")
    return render(request, "website/my_helper_give.html", {"form": form})


def _give(request: HttpRequest, me: Mine, form: GiveForm) -> None:
    by, at, told = principal_of(request), now(), form.cleaned_data
    person_id = me.person_id or people.register_own(
        by=by, at=at, account_id=me.account_id, name=getattr(request.user, "name", ""),
        email=getattr(request.user, "email", ""),
    )  # fmt: skip
    people.give_mandate(
        by=by, at=at, person_id=person_id, helper_email=told["email"], services=form.wanted(), months=told["months"],
        how=people.How.ONLINE,
    )  # fmt: skip


def _mandate(me: Mine, reference: str) -> people.MandateShown:
    found = people.mandate_of(reference, me.person_id, now()) if me.person_id else None
    if found is None:
        raise Http404
    return found


@signed_in()
def helper(request: HttpRequest, reference: str) -> HttpResponse:
    """One person who helps: what was agreed, and everything they did."""
    one = _mandate(mine(request), reference)
    lines = [_line(line, one, principal_of(request)) for line in people.journal_of(reference)]
    context = {"one": _row(one), "consent": one.consent, "how": HOW[people.How(one.given_how)], "lines": lines}
    return render(request, "website/my_helper.html", context)


def _line(line: people.JournalLine, one: people.MandateShown, me: str) -> dict[str, str]:
    known = services.catalogue()
    what = known[line.service].name if line.service in known else line.service
    words = {
        people.Step.GIVEN: "You let them help" if line.made_by == me else "We noted that you let them help",
        people.Step.ACCEPTED: "They accepted", people.Step.BEGAN: f"They began: {what}",
        people.Step.SENT: f"They sent: {what}",
        people.Step.REVOKED: "You took it back" if line.made_by == me else _ended(line, one),
    }  # fmt: skip
    about = line.about if line.what is people.Step.SENT else ""
    return {"when": moment(line.made_at), "words": words[line.what], "request": about}


def _ended(line: people.JournalLine, one: people.MandateShown) -> str:
    return "They stopped helping" if line.made_by == f"resident:{one.helper_id}" else "We ended it"


@signed_in("POST")
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    """End it now."""
    one = _mandate(mine(request), reference)
    people.revoke_mandate(by=principal_of(request), at=now(), reference=one.reference)
    messages.success(request, "They cannot help you here any more. What they had begun is deleted.")
    return redirect("website:my_helpers")
