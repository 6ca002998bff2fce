"""A Go module's zip, as a module proxy serves it: every file below module@version/, without the modules inside of it.

    python3 module.py FOLDER MODULE@VERSION ZIP
"""

import pathlib
import sys
import zipfile

folder, name, target = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
inner = {path.parent for path in folder.rglob("go.mod")} - {folder}
with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if not inner.intersection(path.parents):
            archive.write(path, f"{name}/{path.relative_to(folder).as_posix()}")
