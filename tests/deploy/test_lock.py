"""The locks: what `pip install --require-hashes` installs is what requirements.txt asks for, and all of it."""

import importlib.metadata
import re

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from digitdemo.system import PROJECT

LOCKS = {
    "requirements.lock": PROJECT / "requirements.lock",
    "deploy/postgres.lock": PROJECT / "deploy" / "postgres.lock",
    "deploy/cluster.lock": PROJECT / "deploy" / "cluster.lock",
}
# What each of the places where the app runs is told apart by.
PLACES = {
    "Linux, x86-64": {"sys_platform": "linux", "platform_system": "Linux", "platform_machine": "x86_64"},
    "Linux, arm64": {"sys_platform": "linux", "platform_system": "Linux", "platform_machine": "aarch64"},
    "macOS": {"sys_platform": "darwin", "platform_system": "Darwin", "platform_machine": "arm64"},
    "Windows": {"sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64", "os_name": "nt"},
}
VERSIONS = ("3.11", "3.12", "3.13")


def lines(path: str) -> list[str]:
    """Return what a file of requirements says, without comments, continued lines joined."""
    text = (PROJECT / path).read_text(encoding="utf-8")
    joined = re.sub(r"\\\n", " ", re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE))
    return [line.strip() for line in joined.splitlines() if line.strip()]


def requirements(path: str) -> list[Requirement]:
    return [Requirement(line.split(" --hash")[0]) for line in lines(path) if not line.startswith("-")]


def pins(path: str, environment: dict[str, str]) -> dict[str, str]:
    """Return the version of each package that a file names there."""
    return {
        canonicalize_name(one.name): str(one.specifier)
        for one in requirements(path)
        if one.marker is None or one.marker.evaluate(environment)
    }


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("place", PLACES)
def test_the_lock_has_every_pin_of_the_requirements_wherever_the_app_runs(place: str, version: str):
    python = {"python_version": version, "python_full_version": f"{version}.0"}
    environment = {"os_name": "posix", **python, **PLACES[place]}
    asked, locked = pins("requirements.txt", environment), pins("requirements.lock", environment)
    assert {name: locked.get(name) for name in asked} == asked


def test_the_lock_has_all_that_the_packages_need_on_this_machine():
    locked = set(pins("requirements.lock", default_environment()))
    needed, found = [*pins("requirements.txt", default_environment())], set()
    while needed:
        name = canonicalize_name(needed.pop())
        if name not in found:
            found.add(name)
            for text in importlib.metadata.requires(name) or []:
                one = Requirement(text)
                if one.marker is None or one.marker.evaluate({"extra": ""}):
                    needed.append(one.name)
    assert found - locked == set()


def test_the_lock_of_postgresql_has_the_version_that_is_tested():
    (tested,) = (one for one in requirements("tests/requirements.txt") if one.name == "psycopg")
    assert pins("deploy/postgres.lock", default_environment())["psycopg"] == str(tested.specifier)


def test_the_lock_of_the_cluster_has_every_pin_and_no_other_version_of_what_the_app_has():
    here = default_environment()
    cluster, app = pins("deploy/cluster.lock", here), pins("requirements.lock", here)
    asked = pins("requirements-cluster.txt", here)
    assert {name: cluster.get(name) for name in asked} == asked
    both = cluster.keys() & app.keys()
    assert {name: cluster[name] for name in both} == {name: app[name] for name in both}


@pytest.mark.parametrize("path", LOCKS)
def test_everything_locked_has_its_version_and_its_hashes_and_no_place_that_it_comes_from(path: str):
    text = (PROJECT / path).read_text(encoding="utf-8")
    assert not re.search(r"https?://|index-url|find-links|trusted-host", text)
    for line in lines(path):
        assert re.fullmatch(r"[\w.\[\]-]+==[\w.+]+( ;.*?)?( +--hash=sha256:[0-9a-f]{64})+", line), line
