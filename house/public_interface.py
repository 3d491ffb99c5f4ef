"""Import contract "public interface": an app is imported by its public module, its types or its extracts."""

from typing import Any

from importlinter import Contract, ContractCheck, fields, output


class PublicInterfaceContract(Contract):
    """Refuses an import that reaches past another app's doors; `above` names the side doors some apps may use."""

    root: Any = fields.StringField()
    doors: Any = fields.ListField(subfield=fields.StringField())
    open_floors: Any = fields.ListField(subfield=fields.StringField(), required=False)
    above: Any = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: Any, verbose: bool) -> ContractCheck:
        """Look at every direct import between apps."""
        del verbose
        side_doors = {tuple(line.split(" -> ")) for line in (self.above or [])}
        violations = [
            self._describe(graph, importer, imported)
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if self._climbs_in(importer.split("."), imported.split("."), side_doors)
        ]
        return ContractCheck(kept=not violations, metadata={"violations": violations})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Say which module climbed in where."""
        for line in check.metadata["violations"]:
            output.print_error(line)

    def _climbs_in(self, importer: list[str], imported: list[str], side_doors: set[tuple[str, ...]]) -> bool:
        if importer[0] != self.root or imported[0] != self.root or len(importer) < 2 or len(imported) < 3:
            return False
        if importer[1] == imported[1] or imported[1] in (self.open_floors or []):
            return False
        return imported[2] not in self.doors and (importer[1], imported[2]) not in side_doors

    def _describe(self, graph: Any, importer: str, imported: str) -> str:
        line = graph.get_import_details(importer=importer, imported=imported)[0]["line_number"]
        door = f"{self.root}.{imported.split('.')[1]}.public"
        return f"{importer}, line {line}: {imported} is past the door. Import it from {door}."
