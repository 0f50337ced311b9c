"""On the import path of app processes under test: writes down which process imports TensorFlow or Keras.

Python imports a module of this name at start. It only notes names and finds nothing itself.
"""

import os
import sys
from pathlib import Path


class _Log:
    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name in ("tensorflow", "keras"):
            with Path(os.environ["DIGITDEMO_IMPORT_LOG"]).open("a", encoding="utf-8") as log:
                log.write(f"{os.getpid()} {name}\n")


if "DIGITDEMO_IMPORT_LOG" in os.environ:
    sys.meta_path.insert(0, _Log())  # type: ignore[arg-type]
