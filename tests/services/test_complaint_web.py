"""A complaint as a resident makes it, page by page."""

import pytest

from borough.cases import public as cases
from borough.contacts import public as contacts
from borough.foundation.clock import today
from borough.services import public as services

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HERE = "/services/complaint"


def sent(visitor, page, **fields):
    answer = visitor.post(f"{HERE}/{page}/", fields)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return answer["Location"]


def test_a_complaint_from_the_first_page_to_the_case(visitor):
    assert "Make a complaint" in visitor.get(f"{HERE}/").content.decode()
    assert visitor.post(f"{HERE}/")["Location"] == f"{HERE}/before/"
    assert visitor.get(f"{HERE}/before/").status_code == 200
    assert sent(visitor, "before", before="no") == f"{HERE}/about/"
    assert sent(visitor, "about", about="bins") == f"{HERE}/happened/"
    assert sent(visitor, "happened", happened="The lid was broken.") == f"{HERE}/happened-on/"
    assert sent(visitor, "happened-on") == f"{HERE}/put-right/"
    assert sent(visitor, "put-right", put_right="A new lid.") == f"{HERE}/evidence/"
    assert sent(visitor, "evidence") == f"{HERE}/your-name/"
    assert sent(visitor, "your-name", name="Rosa Resident") == f"{HERE}/your-email/"
    assert sent(visitor, "your-email", email="rosa@home.example") == f"{HERE}/your-phone/"
    assert sent(visitor, "your-phone", phone="") == f"{HERE}/your-address/"
    assert visitor.get(f"{HERE}/your-address/").status_code == 200
    assert sent(visitor, "your-address") == f"{HERE}/check/"
    page = visitor.get(f"{HERE}/check/").content.decode()
    assert "The lid was broken." in page and "Not provided" in page
    where = visitor.post(f"{HERE}/check/")["Location"]
    confirmation = visitor.get(where).content.decode()
    assert "Complaint sent" in confirmation
    reference = where.rstrip("/").rpartition("/")[2]
    submission = services.submission_of(reference)
    case = cases.case_of(submission.case, today())
    assert (case.title, case.team) == ("Complaint, stage 1: bins", "customer-services")
    assert contacts.find_entry(submission.contact).channel == "web"
    assert visitor.post(f"{HERE}/check/")["Location"] == where  # the second press of the button
