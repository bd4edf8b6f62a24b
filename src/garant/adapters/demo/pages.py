"""What stands in a demo folder beside the policy: its settings, and a page in French on what to try."""

from collections.abc import Mapping
from pathlib import Path

from garant.adapters.demo.organisations import Example

GIT_IGNORED = """\
# Ni les données ni les secrets n'entrent dans l'historique.
.env
.garant-demo
.garant/
data/
files/
*.plan
"""

_SETTINGS = """\
# Les adresses des bases et des dossiers de cette démonstration : à ne montrer à personne.
{addresses}

# Garant ne lit ce fichier que dans une démonstration, qu'il reconnaît au fichier .garant-demo ; ailleurs, les adresses
# viennent de l'environnement. Les clés de Garant sont ici DANS le dossier (.garant/keys), pour cette démonstration
# seulement. Ailleurs, GARANT_KEYS nomme un dossier hors de celui de la politique et hors de ses sauvegardes :
# des clés rangées avec ce qu'elles scellent ne protègent rien.
"""

_READ_ME = """\
Une démonstration de Garant : {full_name}

Les personnes, les adresses et les images de ce dossier sont inventées.
La politique dit, avec nos mots, ce que promet le texte publié de l'organisme ; l'organisme n'y est pour rien.

Ce qu'il y a ici

  policy.yaml     la politique : traitements, bases légales, durées, destinataires, droits
  ours.yaml       (s'il est là) ce que le texte ne dit pas et qu'il a fallu décider
  data-map.yaml   la carte : dans quelle table et quelle colonne est quelle donnée, et de qui
  data/           les bases de données de l'organisme (SQLite)
  files/          ses fichiers, s'il en a
  .env            les adresses des bases et des dossiers ; à ne montrer à personne
  .garant/        (après le premier plan) le journal des preuves, et les dates dont une durée dépend encore

À essayer, dans cet ordre

Tapez ces commandes dans un terminal. Si `garant` n'est pas trouvé, écrivez .venv/bin/garant depuis le dossier du code.
Rien n'est effacé avant la troisième.

  1. Que manque-t-il à la politique, ou s'y contredit, et comment y remédier ?

       garant check {folder}

  2. Qu'est-ce qui n'a plus de raison d'être gardé aujourd'hui, qu'est-ce qui reste, et pourquoi ?
     Le plan compte et n'écrit rien dans les bases. Il dit s'il lui faut l'accord de quelqu'un.

       garant plan {folder} --out {folder}/jour.plan

  3. Effacer ce que le plan a dit, et rien d'autre. Chaque lot laisse une preuve, qui ne nomme personne
     sinon vous, qui donnez l'accord.

       garant apply {folder}/jour.plan --approved-by "Votre nom"

  4. Il n'y a plus rien à effacer : un nouveau plan le montre.

       garant plan {folder}

  5. Qu'y a-t-il encore en base sans raison, sans date ou sans propriétaire ? Quelle promesse est sans preuve ?

       garant verify {folder}

  6. Donner la preuve à quelqu'un d'autre, qui la contrôle sans les bases et sans réseau.

       garant evidence export {folder} --to {folder}/preuves.json
       garant evidence verify {folder}/preuves.json

Pour aller plus loin : changez une durée (`keep: P2Y`, deux ans) dans policy.yaml et demandez un nouveau plan ;
ou demandez le plan d'un jour à venir, avec --on 2030-01-01 : il se lit, mais ne s'applique pas avant ce jour.
"""


def settings(*, databases: Mapping[str, str], folders: Mapping[str, str]) -> str:
    """Return the text of `.env`: the addresses of the stores."""
    lines = [f"{name.upper()}_URL={address}" for name, address in databases.items()]
    lines += [f"{name.upper()}={path}" for name, path in folders.items()]
    return _SETTINGS.format(addresses="\n".join(lines))


def read_me(example: Example, folder: Path) -> str:
    """Return the page on what to try, in French."""
    return _READ_ME.format(full_name=example.full_name, folder=folder)
