"""Ask whether what the locks pin has known faults: `python .ci/audit.py LOCK…`, where pip-audit is installed.

Exit status 1 if there is one, or pip-audit is not installed. Where nobody can be asked, or does not know a package,
that is said aloud and is no fault of the change that is checked.
"""

import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path


def main(locks: list[str]) -> int:
    """Print what is known of each lock, and return the exit status."""
    if importlib.util.find_spec("pip_audit") is None:
        print("== AUDIT: pip-audit is not installed")
        return 1
    faults = 0
    for lock in locks:
        found = _ask(lock)
        known = [one for one in found if "version" in one]
        for one in known:
            for fault in one["vulns"]:
                faults += 1
                mended = ", ".join(fault["fix_versions"]) or "no version yet"
                print(f"== AUDIT: {lock}: {one['name']} {one['version']}: {fault['id']}, mended in {mended}")
        if found and len(known) == len(found):
            print(f"== AUDIT: {lock}: all {len(known)} packages were checked")
        else:
            print(f"== AUDIT: {lock}: NOT ALL PACKAGES WERE CHECKED, only {len(known)}: nobody who knows them answered")
    return 1 if faults else 0


def _ask(lock: str) -> list[dict]:
    """Return what pip-audit says of each package of a lock; nothing where it could not ask."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--requirement", lock]
        subprocess.run([*command, "--progress-spinner=off", "--format=json", f"--output={report}"], check=False)
        return json.loads(report.read_text(encoding="utf-8"))["dependencies"] if report.exists() else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
