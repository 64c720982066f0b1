"""Lets `python -m methodbook` run the command line."""

import sys

from methodbook.cli import main

if __name__ == "__main__":
    sys.exit(main())
