"""One script of an ES module and what it imports."""

from pathlib import Path

import pytest

from digitdemo.ui.components.script import bundle


def modules(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder / "entry.js"


def test_lines_of_comments_are_left_out(tmp_path: Path):
    code = "const one = 1; // stays\nexport default function () { return /** @type {any} */ (one); }\n"
    commented = f"// Goes.\n/**\n * Goes.\n */\n  /** Goes. */\n{code}"
    assert bundle(modules(tmp_path, entry=commented)) == code


def test_imported_modules_come_once_and_first_and_their_own_names_stay_their_own(tmp_path: Path):
    entry = modules(
        tmp_path,
        base="const hidden = 1;\nexport const one = hidden;\n",
        middle="import {one} from './base.js';\nconst hidden = 2;\nexport function two() { return one + hidden; }\n",
        entry="import {one} from './base.js';\nimport {two} from './middle.js';\nexport default function () {}\n",
    )
    assert bundle(entry).splitlines() == [
        "const base_js = (() => {",
        "const hidden = 1;",
        "const one = hidden;",
        "return {one};",
        "})();",
        "const middle_js = (() => {",
        "const {one} = base_js;",
        "const hidden = 2;",
        "function two() { return one + hidden; }",
        "return {two};",
        "})();",
        "const {one} = base_js;",
        "const {two} = middle_js;",
        "export default function () {}",
    ]


@pytest.mark.parametrize(
    ("entry", "base"),
    [
        ("import base from './base.js';", ""),
        ("import {one} from 'https://elsewhere.test/one.js';", ""),
        ("import {one} from './base.js';", "export let one = 1;"),
        ("import {one} from './base.js';", "export default function one() {}"),
        ("import {one} from './base.js';", "import {two} from './entry.js';"),
    ],
)
def test_what_the_browser_would_not_take_is_refused(entry: str, base: str, tmp_path: Path):
    with pytest.raises(ValueError, match="not allowed"):
        bundle(modules(tmp_path, entry=entry, base=base))
