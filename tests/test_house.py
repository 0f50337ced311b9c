"""The rules of the house: import-linter reads those about imports from pyproject.toml, the others stand here."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from digitdemo.system import PROJECT

PACKAGE = PROJECT / "digitdemo"
FILES = [PROJECT / "streamlit_app.py", *sorted(PACKAGE.rglob("*.py"))]


def test_every_import_is_allowed():
    script = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    linter = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert linter.returncode == 0, linter.stdout + linter.stderr


# What may stand in some places only: the pattern, the places, and why.
ONLY_THERE = {
    "the session's state": (r"st\.session_state[.\[]|in st\.session_state|session_state\.get", "digitdemo/ui/state/"),
    "caches of Streamlit's": (r"@st\.cache", "digitdemo/ui/resources/"),
    "a choice whose value is any text of a browser": (r"st\.selectbox\(", "digitdemo/ui/components/choice.py"),
    "HTML that is not escaped": (r"unsafe_allow_html", "nowhere"),
    "a name of pytest's": (r"def test_|class Test", "nowhere"),
}


@pytest.mark.parametrize("what", ONLY_THERE)
def test_what_has_a_place_of_its_own_stands_nowhere_else(what: str):
    pattern, place = ONLY_THERE[what]
    found = [str(path.relative_to(PROJECT)) for path in FILES if re.search(pattern, path.read_text(encoding="utf-8"))]
    assert [name for name in found if not name.startswith(place)] == []


def faults(path: Path) -> list[str]:
    """Return what a file of tests imports from another, and the private names that it reaches for."""
    names, modules = [], []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Attribute(value=ast.Name(id="self" | "cls")):
                pass
            case ast.Attribute(attr=name) | ast.alias(name=name):
                names.append(name)
            case ast.Call(func=ast.Attribute(attr="setattr" | "delattr"), args=arguments):
                names += [argument.value for argument in arguments if isinstance(argument, ast.Constant)]
            case ast.ImportFrom(module=str(module)):
                modules.append(module)
    private = [name for name in names if re.fullmatch(r"([\w.]+\.)?_[a-z]\w*", str(name))]
    return private + [module for module in modules if re.match(r"tests\.(?!(\w+\.)*conftest$)", module)]


def test_tests_share_by_conftest_alone_and_know_nothing_private():
    found = {path.name: faults(path) for path in (PROJECT / "tests").rglob("*.py")}
    assert {name: names for name, names in found.items() if names} == {}


def said(path: Path) -> list[str]:
    """Return the texts of a program that a person may see: all but docstrings, with 0 for what is computed."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    texts = [node for node in nodes if isinstance(node, ast.Constant) and id(node) not in docstrings]
    formatted = [node.values for node in nodes if isinstance(node, ast.JoinedStr)]
    return [
        *(str(text.value) for text in texts),
        *("".join(str(part.value) if isinstance(part, ast.Constant) else "0" for part in parts) for parts in formatted),
    ]


def test_sizes_are_written_with_the_sign_of_multiplication():
    pages = [path for folder in (PROJECT, PROJECT / "docs", PROJECT / "assets") for path in folder.glob("*.md")]
    texts = {path.name: path.read_text(encoding="utf-8") for path in pages}
    texts |= {str(path.relative_to(PROJECT)): "\n".join(said(path)) for path in FILES}
    assert {name: found for name, text in texts.items() if (found := re.findall(r".*\d x \d.*", text))} == {}


def test_what_the_web_process_imports_is_free_of_tensorflow_and_of_what_only_a_training_needs():
    # The canvas' package registers with a running Streamlit; tests/browser watches it in one.
    modules = [
        ".".join(path.relative_to(PROJECT).with_suffix("").parts)
        for path in FILES
        if "ui" in path.parts and path.parent.name != "pages" and path.name != "__init__.py"
    ]
    stub = "import sys, types; sys.modules['streamlit_drawable_canvas'] = types.SimpleNamespace(st_canvas=None)"
    none_of = {"tensorflow", "keras", "sqlalchemy", "alembic", "dask", "distributed"}
    script = f"{stub}; import {', '.join(modules)}; sys.exit(bool({none_of} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", script], cwd=PROJECT, check=False).returncode == 0
