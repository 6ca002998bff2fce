"""Writes a code block of a README to a file: the one in this language below this heading.

    python3 readme.py README HEADING LANGUAGE FILE
"""

import pathlib
import re
import sys

readme, heading, language, target = sys.argv[1:]
text = pathlib.Path(readme).read_text(encoding="utf-8")
section = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", text, re.S | re.M)
assert section, f"{readme} has no heading {heading}"
blocks = re.findall(rf"^```{re.escape(language)}\n(.*?)^```$", section[1], re.S | re.M)
assert len(blocks) == 1, f"{heading}: {len(blocks)} blocks of {language}"
pathlib.Path(target).write_text(blocks[0], encoding="utf-8")
