"""One script of an ES module and of what it imports: a component of Streamlit's takes no more than one."""

import re
from pathlib import Path

_IMPORT = re.compile(r"^import \{([\w, ]+)\} from '(\.{1,2})/(\w+)\.js';$", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:(?:async )?function|const|class) (\w+))", re.MULTILINE)
# What the two above do not know would fail in the browser only.
_OTHER = re.compile(r"^\s*(?:import\s|export\s).*", re.MULTILINE)
# Comments that have lines of their own, a third of the bytes: the script is sent anew with everything that it is told.
_COMMENT = re.compile(r"^[ ]*(?://[^\n]*|/\*\*(?:(?!\*/).)*\*/[ ]*)\n", re.MULTILINE | re.DOTALL)


def bundle(path: Path) -> str:
    """Return the ES module at `path` with all that it imports, from beside it or the folder above, as one script.

    Each imported module becomes a constant whose own names stay its own; lines of comments are left out. Imports look
    like `import {one, other} from './module.js';`, exports begin a line: `export function`, `export const`,
    `export class`; `path` itself may have an `export default`.

    Raises:
        ValueError: a module imports or exports in another way, or modules import each other in a circle.
        OSError: a module is missing.
    """
    modules: dict[Path, str] = {}
    entry = _with_imports(path.resolve(), modules, ())
    return "\n".join([*modules.values(), entry])


def _with_imports(path: Path, modules: dict[Path, str], importers: tuple[Path, ...]) -> str:
    """Return the module's text with constants for imports, what it imports added to `modules` before."""
    if path in importers:
        raise ValueError(f"{path.name}: modules that import each other in a circle are not allowed")
    text = _COMMENT.sub("", path.read_text(encoding="utf-8"))
    for _, folder, name in _IMPORT.findall(text):
        imported = (path.parent / folder / f"{name}.js").resolve()
        if imported not in modules:
            modules[imported] = _as_constant(imported, modules, (*importers, path))
    text = _IMPORT.sub(r"const {\1} = \3_js;", text)
    left = text if importers else text.replace("export default ", "")
    if other := _OTHER.search(_EXPORT.sub("", left)):
        raise ValueError(f"{path.name}: {other.group().strip()!r} is not allowed; see `bundle`")
    return text


def _as_constant(path: Path, modules: dict[Path, str], importers: tuple[Path, ...]) -> str:
    text = _with_imports(path, modules, importers)
    names = ", ".join(_EXPORT.findall(text))
    return f"const {path.stem}_js = (() => {{\n{_EXPORT.sub('', text)}return {{{names}}};\n}})();"
