"""The services of a council's pack: what is wrong with them, and their entries in the list of services."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.timezone import localdate

from borough.forms.checker import faults_of
from borough.forms.importers.phrases import TranslationFileError
from borough.foundation.clock import now
from borough.kernel.council_pack import TEAMS, CouncilPack
from borough.kernel.toml_tables import PackFault
from borough.services.catalogue import definitions_of, published, values_of
from borough.services.grammar.publishing import value_faults
from borough.staff import public as staff


def check_services(pack: CouncilPack) -> Iterator[PackFault]:
    """Yield values without a definition, missing values, and then everything that the checker of services finds."""
    try:
        known, services = definitions_of(pack), published(pack)
    except (ValueError, TranslationFileError) as error:
        yield PackFault("services", 0, str(error))
        return
    faults = [
        PackFault(values.file.name, 1, f"There is no definition “{key}”: the library has {', '.join(known)}.")
        for key, values in pack.services.items()
        if key not in known
    ]
    for key in services:
        faults += value_faults(known[key], values_of(pack, key), pack.council)
        if services[key].owner and not pack.team_name(services[key].owner):
            faults.append(values_of(pack, key).file.fault(f"{TEAMS} has no team “{services[key].owner}”.", "team"))
    yield from faults
    if not faults:
        for fault in faults_of(services, localdate(now())):
            where = f", {fault.where}" if fault.where else ""
            yield PackFault(values_of(pack, fault.service).file.name, 0, f"{fault.check}{where}: {fault.sentence}")


def provision_services(_by: str, _at: datetime, pack: CouncilPack) -> Iterator[str]:
    """Enter every published service in the council's list of services; yield a sentence for each change."""
    for key, service in published(pack).items():
        yield from staff.provision_service(key, service.name, service.lgsl, service.owner)
