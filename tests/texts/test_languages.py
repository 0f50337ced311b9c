"""The languages' files: whole, in step with the code, and with the fields that the code fills in."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter

import pytest

from digitdemo.system import PROJECT
from digitdemo.texts import LANGUAGES, SEPARATORS, upkeep
from digitdemo.texts.catalogs import FOLDER, PARTS
from digitdemo.texts.upkeep import Id, keep_texts, messages_of, states, translations_in

OTHERS = list(LANGUAGES)[1:]
SOURCES = [PROJECT / "streamlit_app.py", *sorted((PROJECT / "digitdemo").rglob("*.py"))]


def fields(text: str) -> set[str]:
    """Return the names of a message's {fields}; braces that are none count as none."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name}
    except ValueError:
        return set()


def forms(message: Id) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else message


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_says_all_of_it_and_nothing_that_nobody_says_any_more(language: str):
    found = states(language)
    assert {state.path.name: state.missing for state in found if state.missing} == {}
    assert [state.path.name for state in found if not state.is_current] == []  # `python -m digitdemo texts`
    assert {state.path for state in found} == set((FOLDER / language).iterdir())


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_fields_of_its_message(language: str):
    differing = []
    for path in sorted((FOLDER / language).iterdir()):
        for message, text in translations_in(path, language).items():
            wanted = {name for form in forms(message) for name in fields(form)}
            own = [fields(form) - ({"n"} if len(forms(message)) > 1 else set()) for form in forms(text)]
            if any(found != wanted - ({"n"} if len(forms(message)) > 1 else set()) for found in own):
                differing.append((path.name, message, text))
    assert differing == []


@pytest.mark.parametrize("language", OTHERS)
def test_two_parts_say_the_same_message_the_same_way(language: str):
    told: dict[Id, dict[Id, str]] = {}
    for path in sorted((FOLDER / language).iterdir()):
        for message, text in translations_in(path, language).items():
            told.setdefault(message, {})[text] = path.name
    assert {message: texts for message, texts in told.items() if len(texts) > 1} == {}


def test_every_language_has_its_separators():
    assert set(SEPARATORS) == set(LANGUAGES)


def made_up(path: Path) -> list[str]:
    """Return calls of `tr` and its kind whose message is put together where nobody finds it to translate."""
    found = []
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match call:
            case ast.Call(func=ast.Name(id="tr"), args=[ast.JoinedStr() | ast.BinOp(), *_]):
                found.append(ast.unparse(call))
            case ast.Call(func=ast.Name(id="tr"), args=[ast.Call(func=ast.Attribute(attr="format" | "join")), *_]):
                found.append(ast.unparse(call))
            case ast.Call(func=ast.Name(id="mark"), args=[first, *_]) if not isinstance(first, ast.Constant):
                found.append(ast.unparse(call))
            case ast.Call(func=ast.Name(id="tr_n"), args=[one, many, *_]):
                if not (isinstance(one, ast.Constant) and isinstance(many, ast.Constant)):
                    found.append(ast.unparse(call))
    return found


def test_messages_are_whole_literals():
    assert {path.name: found for path in SOURCES if (found := made_up(path))} == {}


def at_import(body: Iterable[ast.stmt]) -> Iterator[ast.AST]:
    """Yield what of these statements a program does at once: not what is in functions, but their defaults."""
    for statement in body:
        match statement:
            case ast.FunctionDef(args=arguments, decorator_list=decorators):
                yield from (*arguments.defaults, *filter(None, arguments.kw_defaults), *decorators)
            case ast.ClassDef(body=inner, decorator_list=decorators):
                yield from (*decorators, *at_import(inner))
            case _:
                yield statement


def done_at_once(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is within a statement, but for the bodies of lambdas."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.Lambda):
            yield from done_at_once(child)


def test_nothing_is_translated_before_somebody_is_there_to_hear_it():
    early = []
    for path in SOURCES:
        if path.name == "streamlit_app.py" or path.parent.name == "pages":
            continue  # Streamlit runs these for every visitor
        for done in at_import(ast.parse(path.read_text(encoding="utf-8")).body):
            early += [
                f"{path.name}: {ast.unparse(call)}"
                for call in done_at_once(done)
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("tr", "tr_n")
            ]
    assert early == []


@pytest.fixture
def small_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one file that says something, and no translations yet."""
    (tmp_path / "streamlit_app.py").write_text('tr("Play")\ntr_n("{n} run", "{n} runs", 2)\nX = mark("95% sure")\n')
    (tmp_path / "digitdemo" / "texts").mkdir(parents=True)
    monkeypatch.setattr(upkeep, "PROJECT", tmp_path)
    monkeypatch.setattr(upkeep, "FOLDER", tmp_path / "digitdemo" / "texts")
    return tmp_path


def test_files_follow_the_code_and_keep_what_is_translated(small_project: Path, capsys: pytest.CaptureFixture[str]):
    path = small_project / "digitdemo" / "texts" / "de" / "play.po"
    assert keep_texts(["de"], ["play"], check=True) == 1
    assert not path.exists()
    assert keep_texts(["de"], ["play"]) == 0
    text = path.read_text(encoding="utf-8")
    assert "de/play.po: 3 messages, 3 without a translation" in capsys.readouterr().out
    assert "python-format" not in text
    for message, translation in (
        ('msgid "Play"\nmsgstr ""', 'msgid "Play"\nmsgstr "Spielen"'),
        ('msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "{n} Lauf"\nmsgstr[1] "{n} Läufe"'),
    ):
        assert message in text
        text = text.replace(message, translation)
    path.write_text(text, encoding="utf-8")
    (small_project / "streamlit_app.py").write_text('\n\ntr_n("{n} run", "{n} runs", 2)\ntr("Play" if x else "Lab")\n')
    keep_texts(["de"], ["play"])
    found = translations_in(path, "de")
    assert found == {("{n} run", "{n} runs"): ("{n} Lauf", "{n} Läufe"), "Play": "Spielen", "Lab": ""}
    assert keep_texts(["de"], ["play"], check=True) == 1  # "Lab" has no translation
    path.write_text(path.read_text(encoding="utf-8").replace('"Lab"\nmsgstr ""', '"Lab"\nmsgstr "Labor"'), "utf-8")
    assert keep_texts(["de"], ["play"], check=True) == 0


def test_a_message_that_another_part_has_translated_is_taken_over(small_project: Path):
    folder = small_project / "digitdemo" / "texts" / "de"
    keep_texts(["de"], ["play"])
    path = folder / "play.po"
    path.write_text(path.read_text(encoding="utf-8").replace('"Play"\nmsgstr ""', '"Play"\nmsgstr "Spielen"'), "utf-8")
    (small_project / "digitdemo" / "system.py").write_text('tr("Play")\n')
    keep_texts(["de"], ["lab"])
    assert translations_in(folder / "lab.po", "de") == {"Play": "Spielen"}


def test_what_is_given_as_something_else_is_no_message(tmp_path: Path):
    path = tmp_path / "said.py"
    path.write_text('tr(NAMES["x"], y="z")\nother("a")\ntr("one" "two", a=tr("b"))\npytest.mark("c")\n')
    assert list(messages_of(path)) == ["onetwo", "b"]


def test_every_part_has_files_of_the_code():
    beginnings = [PROJECT / start for start in PARTS]
    assert [str(start) for start in beginnings if not any(str(path).startswith(str(start)) for path in SOURCES)] == []
