"""What stands in a demo folder beside the policy: its settings, and a page in French on what to try."""

from collections.abc import Mapping
from pathlib import Path

from garant.adapters.demo.organisations import Example

GIT_IGNORED = """\
# Ni les données ni les secrets n'entrent dans l'historique.
.env
.garant/
data/
files/
*.plan
"""

_SETTINGS = """\
# Les adresses des bases et des dossiers de cette démonstration : à ne montrer à personne.
{addresses}

# Les clés de Garant sont ici DANS le dossier, pour cette démonstration seulement. Ailleurs, GARANT_KEYS nomme
# un dossier hors de celui de la politique et hors de ses sauvegardes : des clés rangées avec ce qu'elles
# scellent ne protègent rien.
GARANT_DEMO=1
GARANT_KEYS={folder}/.garant/keys
"""

_READ_ME = """\
Une démonstration de Garant : {full_name}

Les personnes, les adresses et les images de ce dossier sont inventées.
La politique dit, avec nos mots, ce que promet le texte publié de l'organisme ; l'organisme n'y est pour rien.

  policy.yaml     la politique : traitements, bases, durées, destinataires, droits
  ours.yaml       (s'il est là) ce que le texte ne dit pas et qu'il a fallu décider
  data-map.yaml   où sont les données, et à qui
  data/           les bases de données de l'organisme (SQLite)
  files/          ses fichiers
  .env            les adresses des bases ; à ne montrer à personne

À essayer, dans cet ordre :

  garant check {folder}
      ce qui manque à la politique, ou s'y contredit, et comment y remédier

  garant plan {folder} --out {folder}/jour.plan
      ce dont la durée est passée aujourd'hui, ce qui reste, et pourquoi

  garant apply {folder}/jour.plan --approved-by "Votre Nom"
      efface ce que le plan a dit, et rien d'autre ; en garde la preuve

  garant plan {folder}
      il n'y a plus rien à effacer

  garant verify {folder}
      ce que les bases contiennent sans raison, sans date ou sans propriétaire

Pour aller plus loin : changez une durée dans policy.yaml et demandez un nouveau plan ;
ou demandez le plan d'un autre jour avec --on 2030-01-01.
"""


def settings(folder: Path, *, databases: Mapping[str, str], folders: Mapping[str, str]) -> str:
    """Return the text of `.env`: the addresses of the stores, and where the keys of the demo lie."""
    lines = [f"{name.upper()}_URL={address}" for name, address in databases.items()]
    lines += [f"{name.upper()}={path}" for name, path in folders.items()]
    return _SETTINGS.format(addresses="\n".join(lines), folder=folder)


def read_me(example: Example, folder: Path) -> str:
    """Return the page on what to try, in French."""
    return _READ_ME.format(full_name=example.full_name, folder=folder)
