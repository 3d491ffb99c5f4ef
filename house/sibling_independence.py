"""Import contract "sibling independence": folders side by side in one package never import each other."""

from typing import Any

from importlinter import Contract, ContractCheck, fields, output


class SiblingIndependenceContract(Contract):
    """Like import-linter's independence, but content with a package that has no folder yet."""

    modules: Any = fields.StringField()

    def check(self, graph: Any, verbose: bool) -> ContractCheck:
        """Look at every direct import between the folders of the package."""
        del verbose
        inside = sorted(m for m in graph.modules if m.startswith(f"{self.modules}."))
        violations = [
            f"{module} imports {target}"
            for module in inside
            for target in sorted(graph.find_modules_directly_imported_by(module))
            if target.startswith(f"{self.modules}.") and self._folder(target) != self._folder(module)
        ]
        return ContractCheck(kept=not violations, metadata={"violations": violations})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Say which leans on which."""
        for line in check.metadata["violations"]:
            output.print_error(line)

    def _folder(self, module: str) -> str:
        return str(module.removeprefix(f"{self.modules}.").split(".")[0])
