"""Runs the reference as a testee: `python3 spec/reference/testee.py`.

Python puts the folder of a script first on its search path, so this works from
any folder without setting anything.
"""

import sys

from ampwire_reference.testee import main

if __name__ == "__main__":
    sys.exit(main())
