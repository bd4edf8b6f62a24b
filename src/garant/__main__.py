"""Run the command line as `python -m garant`."""

import sys

from garant.cli import main

if __name__ == "__main__":
    sys.exit(main())
