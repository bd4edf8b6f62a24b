"""What the package shows to those who import it: nothing by accident."""

import subprocess
import sys

import garant


def test_the_package_shows_no_name_but_its_version():
    shown = {name for name, value in vars(garant).items() if not name.startswith("_") and not _is_module(value)}

    assert shown == set()
    assert garant.__version__


def test_importing_the_core_loads_no_database_web_or_command_line_library():
    program = (
        "import sys, garant.policy, garant.planning, garant.evidence, garant.documents;"
        "print(sorted({'sqlalchemy', 'django', 'click', 'rich', 'cryptography', 'fsspec'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def _is_module(value: object) -> bool:
    return type(value) is type(sys)
