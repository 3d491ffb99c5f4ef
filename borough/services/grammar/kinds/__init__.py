"""The kinds of answer a question may have, one family a file."""

from borough.services.grammar.kinds.address import Address, Spot
from borough.services.grammar.kinds.declaration import Agreement, Signature
from borough.services.grammar.kinds.base import QuestionInfo, Kind, Posted, Stored
from borough.services.grammar.kinds.choices import Choice, Option, Pick, Several, YesNo
from borough.services.grammar.kinds.dates import Date, MonthYear
from borough.services.grammar.kinds.files import Upload
from borough.services.grammar.kinds.numbers import Money, Number
from borough.services.grammar.kinds.map_point import EastingNorthing, FieldNumber, GridReference, LatitudeLongitude, Point
from borough.services.grammar.kinds.text import Email, LongText, Phone, Text, Website
from borough.services.grammar.kinds.times import Time

__all__ = [
    "Address",
    "Agreement",
    "QuestionInfo",
    "Choice",
    "Date",
    "EastingNorthing",
    "Email",
    "FieldNumber",
    "GridReference",
    "Kind",
    "LatitudeLongitude",
    "LongText",
    "Money",
    "MonthYear",
    "Number",
    "Option",
    "Phone",
    "Pick",
    "Point",
    "Posted",
    "Several",
    "Signature",
    "Spot",
    "Stored",
    "Text",
    "Time",
    "Upload",
    "Website",
    "YesNo",
]
