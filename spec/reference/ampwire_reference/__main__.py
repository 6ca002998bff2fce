"""Runs the reference as a testee: `python3 -m ampwire_reference`."""

import sys

from ampwire_reference.testee import main

if __name__ == "__main__":
    sys.exit(main())
