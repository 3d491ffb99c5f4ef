"""Answer kinds, one module per family."""

from borough.forms.kinds.address import Address, Spot
from borough.forms.kinds.base import Kind, Posted, QuestionInfo, Stored
from borough.forms.kinds.choices import Choice, Option, Pick, Several, YesNo
from borough.forms.kinds.dates import Date, MonthYear
from borough.forms.kinds.declaration import Agreement, Signature
from borough.forms.kinds.files import Upload
from borough.forms.kinds.map_point import EastingNorthing, FieldNumber, GridReference, LatitudeLongitude, Point
from borough.forms.kinds.numbers import Money, Number
from borough.forms.kinds.text import Email, LongText, Phone, Text, Website
from borough.forms.kinds.times import Time

__all__ = [
    "Address",
    "Agreement",
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
    "QuestionInfo",
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
