"""The languages' files, a folder for each language."""

import gettext
import io
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent

# Which file has the texts of a source file: that of the longest of these beginnings of its path.
PARTS = {
    "digitdemo/": "lab",
    "digitdemo/analysis/experiments/": "lessons",
    "digitdemo/analysis/predictions": "lessons",
    "digitdemo/analysis/spot": "lessons",
    "digitdemo/analysis/studies/": "lessons",
    "digitdemo/ui/charts/experiments": "lessons",
    "digitdemo/ui/charts/pictograms": "lessons",
    "digitdemo/ui/charts/rate_test": "lessons",
    "digitdemo/ui/charts/sketches": "lessons",
    "digitdemo/ui/charts/study_pictures": "lessons",
    "digitdemo/takehome/": "takehome",
    "digitdemo/sweeps/": "sweeps",
    "digitdemo/ui/charts/sweep": "sweeps",
    "digitdemo/ui/panels/lab/sweep": "sweeps",
    "digitdemo/ui/state/sweep": "sweeps",
    "digitdemo/ui/pages/lab.py": "lab",
    "digitdemo/ui/pages/lessons": "lessons",
    "digitdemo/ui/panels/lessons/": "lessons",
    "digitdemo/ui/state/lessons": "lessons",
    "digitdemo/ui/state/spotting": "lessons",
    "digitdemo/ui/charts/board": "class",
    "digitdemo/ui/pages/class": "class",
    "digitdemo/ui/panels/classroom/": "class",
    "digitdemo/ui/state/class": "class",
    "digitdemo/visitors/board": "class",
    "digitdemo/visitors/members": "class",
    "digitdemo/visitors/names": "class",
    "digitdemo/visitors/room": "class",
    "digitdemo/data/": "play",
    "digitdemo/data/stroke_files": "drawings",
    "digitdemo/inference/": "play",
    "digitdemo/ui/components/": "play",
    "digitdemo/ui/components/knob_widgets": "lab",
    "digitdemo/ui/pages/": "play",
    "digitdemo/ui/panels/inside_views/": "play",
    "digitdemo/ui/panels/play/": "play",
    "digitdemo/ui/state/dares": "play",
    "digitdemo/ui/state/laying": "play",
    "digitdemo/ui/words": "play",
    "digitdemo/ui/panels/own_drawings/": "drawings",
    "digitdemo/ui/panels/play/keeping": "drawings",
    "digitdemo/ui/state/own_": "drawings",
    "digitdemo/visitors/drawings": "drawings",
    "digitdemo/ui/pages/visit": "visit",
    "digitdemo/ui/panels/my_visit": "visit",
    "digitdemo/ui/state/my_visit": "visit",
    "digitdemo/ui/router": "play",
    "streamlit_app": "play",
}


@cache
def translations_to(language: str) -> gettext.NullTranslations:
    """Return what the files of a language say, read once.

    Raises:
        OSError: there is no such language.
    """
    from babel.messages.catalog import Catalog  # here: who speaks English does without
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    whole = Catalog(locale=language)
    for path in sorted((FOLDER / language).iterdir()):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id and message.string:
                    whole.add(message.id, message.string)
    compiled = io.BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
