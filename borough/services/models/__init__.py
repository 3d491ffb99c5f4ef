"""Drafts, submissions, their files, and page statistics."""

from borough.services.models.county_referrals import CountyReferral
from borough.services.models.drafts import Draft, ResumeLink
from borough.services.models.holds import Hold
from borough.services.models.overrides import ServiceOverride
from borough.services.models.reminders import Reminder
from borough.services.models.route_tests import RouteTest
from borough.services.models.submissions import Submission
from borough.services.models.uploads import Upload
from borough.services.models.visits import Visit

__all__ = [
    "CountyReferral",
    "Draft",
    "Hold",
    "Reminder",
    "ResumeLink",
    "RouteTest",
    "ServiceOverride",
    "Submission",
    "Upload",
    "Visit",
]
