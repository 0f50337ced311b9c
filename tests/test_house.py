"""The rules of the house, read from the imports: which room may use what."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from digitdemo.runs import PROJECT

PACKAGE = PROJECT / "digitdemo"
FILES = [PROJECT / "streamlit_app.py", *sorted(PACKAGE.rglob("*.py"))]
TRAINING_ROOMS = {
    *("models.py", "augmentation.py", "pool.py", "graphs.py", "measuring.py", "training.py", "export.py"),
    *("settings.py", "plain_keras.py"),  # of the benchmark
}


def imports(path: Path) -> set[str]:
    """Return the dotted names that a file imports, but for those under `if TYPE_CHECKING`."""
    tree, found = ast.parse(path.read_text(encoding="utf-8")), set()
    types_only = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in types_only:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def packages(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports(path)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_every_import_is_allowed(path: Path):
    in_ui = PACKAGE / "ui" in path.parents or path.name == "streamlit_app.py"
    used = packages(path)
    if path.name not in TRAINING_ROOMS:
        assert not used & {"tensorflow", "keras"}
    if not in_ui and path.parent.name != "bench":
        assert "streamlit" not in used
    if in_ui:
        trains = {
            "digitdemo.training",
            "digitdemo.graphs",
            "digitdemo.pool",
            "digitdemo.measuring",
            "digitdemo.augmentation",
            "digitdemo.export",
            "digitdemo.whole_training",
            "digitdemo.trainer",
            "digitdemo.commands",
        }
        assert not imports(path) & trains
    if path.name != "canvas.py":
        assert "streamlit_drawable_canvas" not in used
    text = path.read_text(encoding="utf-8")
    assert path.parent.name == "state" or "session_state" not in text.replace("`st.session_state`", "")
    assert path.name == "cache.py" or "@st.cache" not in text
    assert "unsafe_allow_html" not in text


def test_what_the_web_process_imports_is_free_of_tensorflow():
    # The canvas registers with a running Streamlit; tests/test_browser.py watches it in one.
    modules = [
        ".".join(path.relative_to(PROJECT).with_suffix("").parts)
        for path in FILES
        if path.parent.name in ("ui", "state") and path.name not in ("__init__.py", "canvas.py")
    ]
    script = f"import sys, {', '.join(modules)}; sys.exit(bool({{'tensorflow', 'keras'}} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", script], cwd=PROJECT, check=False).returncode == 0
