"""What .ci/audit.py makes of what pip-audit says, or does not say."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from digitdemo.system import PROJECT

# Stands in for pip-audit: writes the report that the test has put beside it.
_PIP_AUDIT = """
import pathlib, sys
report = pathlib.Path(__file__).with_name("report.json")
if report.exists():
    output = next(option for option in sys.argv if option.startswith("--output="))
    pathlib.Path(output.removeprefix("--output=")).write_text(report.read_text())
sys.exit(1)
"""
CLEAN = {"name": "one", "version": "1.0", "vulns": []}
FAULTY = {"name": "two", "version": "2.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"]}]}
UNKNOWN = {"name": "three", "skip_reason": "Dependency not found"}


@pytest.mark.parametrize(
    ("packages", "status", "says"),
    [
        ([CLEAN], 0, "all 1 packages were checked"),
        ([CLEAN, FAULTY], 1, "two 2.0: PYSEC-1, mended in 2.1"),
        ([CLEAN, UNKNOWN], 0, "NOT ALL PACKAGES WERE CHECKED, only 1"),
        (None, 0, "NOT ALL PACKAGES WERE CHECKED, only 0"),
    ],
    ids=["no fault", "a fault", "a package that nobody knows", "no answer"],
)
def test_a_known_fault_fails_and_what_was_not_asked_is_said(
    packages: list[dict] | None, status: int, says: str, tmp_path: Path
):
    (tmp_path / "pip_audit.py").write_text(_PIP_AUDIT)
    if packages is not None:
        (tmp_path / "report.json").write_text(json.dumps({"dependencies": packages}))
    command = [sys.executable, PROJECT / ".ci" / "audit.py", "some.lock"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    audit = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert audit.returncode == status
    assert says in audit.stdout
