"""The five organisations: their stores, their texts, and who makes their people up."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files

from garant.adapters.demo.cartesia import rows as cartesia
from garant.adapters.demo.cesi import rows as cesi
from garant.adapters.demo.cmapaca import rows as cmapaca
from garant.adapters.demo.draw import Draw, Thing
from garant.adapters.demo.idm import rows as idm
from garant.adapters.demo.imp import rows as imp

POLICY_FILES = ("policy.yaml", "ours.yaml", "data-map.yaml")


@dataclass(frozen=True, kw_only=True)
class Example:
    """One organisation of the demo: its databases (the first may lie on a server), its folders of files, its people."""

    name: str
    full_name: str
    databases: tuple[str, ...]
    folders: tuple[str, ...] = ()
    make: Callable[[Draw, int], Iterator[Thing]]

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield the name and text of each file of the policy folder."""
        for name in POLICY_FILES:
            text = files("garant.adapters.demo") / self.name / name
            if text.is_file():
                yield name, text.read_text(encoding="utf-8")

    def schema_of(self, database: str) -> str:
        """Return the statements that make the tables of one of the databases."""
        return (files("garant.adapters.demo") / self.name / f"{database}.sql").read_text(encoding="utf-8")


EXAMPLES = {
    example.name: example
    for example in (
        Example(name="idm", full_name="Institut des Métiers", databases=("site",), make=idm.make),
        Example(
            name="imp",
            full_name="IMP Formation",
            databases=("gestion",),
            folders=("attestations",),
            make=imp.make,
        ),
        Example(
            name="cmapaca",
            full_name="CFA de la CMA Provence-Alpes-Côte d'Azur",
            databases=("cfa", "campus"),
            folders=("documents", "cctv"),
            make=cmapaca.make,
        ),
        Example(
            name="cartesia",
            full_name="Cartesia Education",
            databases=("shop",),
            folders=("equal_documents",),
            make=cartesia.make,
        ),
        Example(name="cesi", full_name="CESI", databases=("sis", "crm", "archive"), folders=("files",), make=cesi.make),
    )
}
"""The examples by name."""
