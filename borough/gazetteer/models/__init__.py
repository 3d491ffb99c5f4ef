"""Gazetteer tables: streets, properties, addresses, areas and supplies."""

from borough.gazetteer.models.address_questions import MatchDecision, MatchQuestion
from borough.gazetteer.models.areas import Area, PropertyArea
from borough.gazetteer.models.candidates import Candidate
from borough.gazetteer.models.change_feed import FeedSupply, Receiver
from borough.gazetteer.models.health import GazetteerReview, GazetteerSchedule, HealthFault, HealthRun
from borough.gazetteer.models.numbers import NumberRange
from borough.gazetteer.models.properties import (
    Address,
    Classification,
    CrossReference,
    DeliveryPoint,
    Organisation,
    Property,
    Provenance,
    Successor,
)
from borough.gazetteer.models.streets import Street, StreetLink, StreetName
from borough.gazetteer.models.supplies import Change, Gazetteer, Supply

__all__ = [
    "Address",
    "Area",
    "Candidate",
    "Change",
    "Classification",
    "CrossReference",
    "DeliveryPoint",
    "FeedSupply",
    "Gazetteer",
    "GazetteerReview",
    "GazetteerSchedule",
    "HealthFault",
    "HealthRun",
    "MatchDecision",
    "MatchQuestion",
    "NumberRange",
    "Organisation",
    "Property",
    "PropertyArea",
    "Provenance",
    "Receiver",
    "Street",
    "StreetLink",
    "StreetName",
    "Successor",
    "Supply",
]
