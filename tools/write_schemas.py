"""Write the JSON Schemas of the policy folder into schemas/, where editors and a test look for them."""

import json
from pathlib import Path

from garant.policy.texts.json_schema import documents

FOLDER = Path(__file__).parent.parent / "schemas"


def main() -> None:
    """Write every schema."""
    FOLDER.mkdir(exist_ok=True)
    for name, schema in documents().items():
        (FOLDER / name).write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
