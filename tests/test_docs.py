"""What the documents name exists: commands, links, files, and what is said to stand in them."""

import re
import tomllib

import pytest

from digitdemo.cli import main
from digitdemo.system import PROJECT

PAGES = [path for folder in (".", "docs", "assets") for path in sorted((PROJECT / folder).glob("*.md"))]
TEXTS = {path.relative_to(PROJECT).as_posix(): path.read_text(encoding="utf-8") for path in PAGES}
WORDS = {page: " ".join(text.split()) for page, text in TEXTS.items()}
FILE_NAMES = {path.name for folder in ("assets", "digitdemo", "tests") for path in (PROJECT / folder).rglob("*.*")}
MADE_BY_THE_APP = "runs/"
COMMANDS = {
    found for text in WORDS.values() for found in re.findall(r"python -m digitdemo ([a-z-]+(?: [a-z][a-z-]*)?)", text)
}


def test_readme_is_short_and_has_one_picture_and_the_two_commands():
    readme = TEXTS["README.md"]
    assert len(readme.splitlines()) <= 90
    assert readme.count("\n![") == 1
    assert re.findall(r"^```sh\n(.*)\n```$", readme, re.MULTILINE) == [
        "pip install -r requirements.txt && streamlit run streamlit_app.py",
        "pip install -r tests/requirements.txt && python -m pytest",
    ]


@pytest.mark.parametrize("page", TEXTS)
def test_links_lead_to_files(page: str):
    targets = re.findall(r"\]\(([^)#]+)", TEXTS[page])
    missing = [
        to for to in targets if not to.startswith("https://") and not (PROJECT / page).parent.joinpath(to).exists()
    ]
    assert missing == []


def named_files(text: str) -> list[str]:
    """Return the words between backticks, those of commands too, that look like a file or folder of the repository."""
    spans = re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    looks = re.compile(r"[\w.-]+/[\w./-]*|[\w.-]+\.(py|md|toml|txt|cff|json|npz|tflite|keras)")
    return [word for span in spans for word in span.split() if looks.fullmatch(word)]


@pytest.mark.parametrize("page", TEXTS)
def test_files_that_are_named_exist(page: str):
    missing = [
        name
        for name in named_files(TEXTS[page])
        if not (PROJECT / name).exists() and name not in FILE_NAMES and name != MADE_BY_THE_APP
    ]
    assert missing == []


@pytest.mark.parametrize("page", TEXTS)
def test_what_is_said_to_stand_in_a_file_does(page: str):
    for names, path in re.findall(r"((?:`\w+`(?: or )?)+) in `([\w/]+\.py)`", WORDS[page]):
        text = (PROJECT / path).read_text(encoding="utf-8")
        assert [name for name in re.findall(r"`(\w+)`", names) if not re.search(rf"\b{name}\b", text)] == [], path


def test_every_room_stands_in_the_architecture_on_the_floor_that_the_contract_gives_it():
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(contract["layers"] for contract in contracts["contracts"] if contract["id"] == "layers")
    rows = re.findall(r"^\| (\d) \| `digitdemo/(\w+)", TEXTS["docs/architecture.md"], re.MULTILINE)
    floors = sorted({floor for floor, _ in rows}, reverse=True)
    drawn = [{room for on, room in rows if on == floor} for floor in floors]
    assert drawn == [set(layer.split(" | ")) for layer in layers if layer != "__main__"]


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_commands_exist(command: str, capsys: pytest.CaptureFixture[str]):
    words = command.split()
    known = words if words[0] == "bench" else words[:1]
    with pytest.raises(SystemExit) as end:
        main([*known, "--help"])
    assert end.value.code == 0
    assert "usage:" in capsys.readouterr().out


def test_every_promise_of_security_has_a_test_that_exists():
    promised = TEXTS["SECURITY.md"].split("## What is promised")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (?!promise|---|\*\*)(.+) \| (.*) \|$", promised, re.MULTILINE)
    assert len(rows) > 20
    for promise, tests in rows:
        found = re.findall(r"`(tests/[\w/]+\.py)(?: -k (\w+))?`", tests)
        assert found or "`.ci/run`" in tests, promise
        for file, word in found:
            text = (PROJECT / file).read_text(encoding="utf-8")
            assert re.search(rf"^def test_\w*{word}", text, re.MULTILINE), (file, word)
