"""Properties (BLPUs), their address variants (LPIs), and dependent records."""

from typing import ClassVar

from django.db import models
from django.db.models import Index, Q

from borough.gazetteer.models.streets import Dated, Street, day, metres, small
from borough.gazetteer.models.versioning import check_constraints, field_kinds, immutable_triggers, text, versions


@versions()
class Property(Dated):
    """A piece of land or property with a UPRN (record 21). See `status` and `withdrawn_on` for its state."""

    uprn = models.BigIntegerField(primary_key=True)
    status = models.SmallIntegerField()
    state = small()
    state_on = day()
    classification = text("property", "classification")
    parent_uprn = models.BigIntegerField(null=True)  # may be outside this gazetteer: verified by the checks
    easting = metres()
    northing = metres()
    rpc = small()
    custodian = small()
    country = text("property", "country")
    delivery = text("property", "delivery")  # ADDRESSBASE_POSTAL
    postcode = text("property", "postcode")  # POSTCODE_LOCATOR
    occupancy = small()
    organisation = text("property", "organisation")
    ward = text("property", "ward")  # as last supplied; PropertyArea has the dated assignment
    parish = text("property", "parish")
    custodian_one = small()
    custodian_two = small()
    can_key = text("property", "can_key")

    privacy: ClassVar = field_kinds("property")

    class Meta:
        constraints = check_constraints("property")
        indexes = [
            Index(fields=["parent_uprn"], name="property_by_parent", condition=Q(parent_uprn__isnull=False)),
            Index(fields=["postcode"], name="property_by_postcode", condition=~Q(postcode="")),
            Index(fields=["easting", "northing"], name="property_by_point", condition=Q(easting__isnull=False)),
        ]
        triggers = immutable_triggers("uprn")


@versions()
class Address(Dated):
    """An address variant of a property (record 24): a secondary and a primary object on a street."""

    key = text("address", "key", primary_key=True)
    property = models.ForeignKey(Property, on_delete=models.PROTECT, related_name="+", db_column="uprn")
    language = text("address", "language")
    status = models.SmallIntegerField()
    sao_start = small()
    sao_start_suffix = text("address", "sao_start_suffix")
    sao_end = small()
    sao_end_suffix = text("address", "sao_end_suffix")
    sao_text = text("address", "sao_text")
    pao_start = small()
    pao_start_suffix = text("address", "pao_start_suffix")
    pao_end = small()
    pao_end_suffix = text("address", "pao_end_suffix")
    pao_text = text("address", "pao_text")
    street = models.ForeignKey(Street, on_delete=models.PROTECT, related_name="+", db_column="usrn")
    usrn_match = text("address", "usrn_match")
    area_name = text("address", "area_name")
    level = text("address", "level")
    postal = text("address", "postal")
    postcode = text("address", "postcode")
    post_town = text("address", "post_town")
    official = text("address", "official")
    custodian_one = small()
    custodian_two = small()
    can_key = text("address", "can_key")

    privacy: ClassVar = field_kinds("address", uprn="property", usrn="street")

    class Meta:
        constraints = check_constraints("address")
        indexes = [Index(fields=["postcode"], name="address_by_postcode", condition=~Q(postcode=""))]
        triggers = immutable_triggers("key")


class OfProperty(Dated):
    """A row that depends on a property."""

    property = models.ForeignKey(Property, on_delete=models.PROTECT, related_name="+", db_column="uprn")

    class Meta:
        abstract = True


@versions()
class Provenance(OfProperty):
    """The source of a property's extent (record 22)."""

    key = text("provenance", "key", primary_key=True)
    code = text("provenance", "code")
    annotation = text("provenance", "annotation")

    privacy: ClassVar = field_kinds("provenance", uprn="property")

    class Meta:
        constraints = check_constraints("provenance")
        triggers = immutable_triggers("key")


@versions()
class CrossReference(OfProperty):
    """A property's reference in another system (record 23)."""

    key = text("crossreference", "key", primary_key=True)
    reference = text("crossreference", "reference")
    version = text("crossreference", "version")
    source = text("crossreference", "source")

    privacy: ClassVar = field_kinds("crossreference", uprn="property")

    class Meta:
        constraints = check_constraints("crossreference")
        triggers = immutable_triggers("key")


@versions()
class Organisation(OfProperty):
    """An organisation at a property (AddressBase record 31)."""

    key = text("organisation", "key", primary_key=True)
    name = text("organisation", "name")
    legal_name = text("organisation", "legal_name")

    privacy: ClassVar = field_kinds("organisation", uprn="property")

    class Meta:
        constraints = check_constraints("organisation")
        triggers = immutable_triggers("key")


@versions()
class Classification(OfProperty):
    """A property's use, in one classification scheme (AddressBase record 32)."""

    key = text("classification", "key", primary_key=True)
    code = text("classification", "code")
    scheme = text("classification", "scheme")
    version = text("classification", "version")

    privacy: ClassVar = field_kinds("classification", uprn="property")

    class Meta:
        constraints = check_constraints("classification")
        triggers = immutable_triggers("key")


@versions()
class Successor(OfProperty):
    """The successor of a property (AddressBase record 30); it may be outside this gazetteer."""

    key = text("successor", "key", primary_key=True)
    successor = models.BigIntegerField()

    privacy: ClassVar = field_kinds("successor", uprn="property")

    class Meta:
        constraints = check_constraints("successor")
        triggers = immutable_triggers("key")


@versions()
class DeliveryPoint(OfProperty):
    """A property as the postal service records it (AddressBase record 28)."""

    udprn = models.IntegerField(primary_key=True)
    organisation = text("deliverypoint", "organisation")
    department = text("deliverypoint", "department")
    sub_building = text("deliverypoint", "sub_building")
    building = text("deliverypoint", "building")
    number = text("deliverypoint", "number")
    dependent_street = text("deliverypoint", "dependent_street")
    street = text("deliverypoint", "street")
    double_dependent_locality = text("deliverypoint", "double_dependent_locality")
    locality = text("deliverypoint", "locality")
    post_town = text("deliverypoint", "post_town")
    postcode = text("deliverypoint", "postcode")
    postcode_type = text("deliverypoint", "postcode_type")
    suffix = text("deliverypoint", "suffix")
    welsh_dependent_street = text("deliverypoint", "welsh_dependent_street")
    welsh_street = text("deliverypoint", "welsh_street")
    welsh_double_dependent_locality = text("deliverypoint", "welsh_double_dependent_locality")
    welsh_locality = text("deliverypoint", "welsh_locality")
    welsh_post_town = text("deliverypoint", "welsh_post_town")
    po_box = text("deliverypoint", "po_box")
    processed_on = day()

    privacy: ClassVar = field_kinds("deliverypoint", uprn="property")

    class Meta:
        constraints = check_constraints("deliverypoint")
        indexes = [Index(fields=["postcode"], name="delivery_by_postcode", condition=~Q(postcode=""))]
        triggers = immutable_triggers("udprn")
