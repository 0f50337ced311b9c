"""The keys of the widgets whose values the program reads or sets, all in one place."""

CANVAS = "canvas"
CARELESS = "careless"
STEPS = "steps"
MODELS = "models"
KEEP_WRONG = "keep_wrong"
PICTURE_BOX = "picture_box"
OWN_BOX = "own_box"
TRUTH = "truth"
CONFUSION = "confusion"
CELL_DIGIT = "cell_digit"
CELL_READ_AS = "cell_read_as"
VIEW = "view"
VISIT_CODE = "visit_code"
EVERY_PAGE = "every_page"
ROOM_CODE = "room_code"
ROOM_TITLE = "room_title"
NICKNAME = "nickname"
UNCOVERED = "uncovered"
RUN_TO_SHOW = "run_to_show"
RUN_OF_CLASS = "run_of_class"
SWEEP_KNOB = "sweep_knob"
SWEEP_KNOB_2 = "sweep_knob_2"
SWEEP_SEEDS = "sweep_seeds"
SWEEP_MAP = "sweep_map"
SWEEP_GAP_MAP = "sweep_gap_map"
SEARCH_KNOBS = "search_knobs"
SEARCH_TRIALS = "search_trials"
OTHER_RUN = "other_run"


def knob(name: str) -> str:
    """Return the key of a knob of the Lab."""
    return f"knob_{name}"


def values_of(knob: str) -> str:
    """Return the key of the choice of the values that a sweep gives a knob."""
    return f"sweep_values_{knob}"


def knob_of_clone(run_id: str, name: str) -> str:
    """Return the key of the knob that is changed in a clone of that run."""
    return f"clone_{run_id}_{name}"


def upload(number: int) -> str:
    """Return the key of the field for a picture file, after that many files."""
    return f"file_{number}"


def bring_in(number: int) -> str:
    """Return the key of the field for a run that is brought in, after that many."""
    return f"bring_in_{number}"


def drawings_file(number: int) -> str:
    """Return the key of the field for a file of drawings, after that many files."""
    return f"drawings_file_{number}"


def name_of_run(run_id: str) -> str:
    """Return the key of the field for a run's name."""
    return f"name_{run_id}"


def choice(number: int) -> str:
    """Return the key of the button that predicts that choice of a lesson, counted from 0."""
    return f"predict_{number}"


def to_remove(what: str) -> str:
    """Return the key of the choice of what of that kind a teacher removes from a room."""
    return f"to_remove_{what}"


def on_page(choice: str, page: str, number: int = 0) -> str:
    """Return the key of a page's widget for a choice that several pages share, after that many before it."""
    return f"{choice}_on_{page}_{number}" if number else f"{choice}_on_{page}"
