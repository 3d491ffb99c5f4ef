"""The tables of the gazetteer: streets, properties and their addresses, areas, and the supplies they came in."""

from borough.places.models.areas import Area, PropertyArea
from borough.places.models.address_questions import MatchDecision, MatchQuestion
from borough.places.models.candidates import Candidate
from borough.places.models.change_feed import FeedSupply, Receiver
from borough.places.models.health import GazetteerReview, GazetteerSchedule, HealthFault, HealthRun
from borough.places.models.numbers import NumberRange
from borough.places.models.properties import (
    Address,
    Classification,
    CrossReference,
    DeliveryPoint,
    Organisation,
    Property,
    Provenance,
    Successor,
)
from borough.places.models.streets import Street, StreetLink, StreetName
from borough.places.models.supplies import Change, Gazetteer, Supply

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
