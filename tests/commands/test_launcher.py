"""The launcher: whatever the folder above the clone is called, and whatever the machine's own encoding is."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import venv
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import ROOT


@pytest.fixture
def launcher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The launcher of a clone in a folder with a space, Norwegian and Polish letters; its toolbox says one thing."""
    clone = tmp_path / "Ålesund og Łódź" / "handbook"
    toolbox = clone / "scripts" / "methodbook"
    toolbox.mkdir(parents=True)
    (toolbox / "__init__.py").write_text("", encoding="utf-8")
    (toolbox / "__main__.py").write_text("import sys; print(f'≤ ł {sys.flags.utf8_mode}')", encoding="utf-8")
    spec = importlib.util.spec_from_file_location("launcher", ROOT / "scripts" / "handbook.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", clone)
    monkeypatch.setattr(module, "ENVIRONMENT", clone / ".venv")
    venv.create(clone / ".venv", symlinks=os.name != "nt")
    module.add_toolbox()
    return module


@pytest.mark.parametrize("encoding", ["C", "C.UTF-8"])
def test_the_environment_finds_the_toolbox_in_any_folder(launcher: ModuleType, encoding: str) -> None:
    """Plain `mkdocs` in the environment needs it as well, in the encoding that the machine has."""
    command = [str(launcher.python()), "-c", "import methodbook; print(ascii(methodbook.__file__))"]
    done = subprocess.run(
        command,
        cwd=launcher.ENVIRONMENT,
        env={"LC_ALL": encoding, "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "handbook/scripts/methodbook" in done.stdout.replace(os.sep, "/")


RUN = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("launcher", sys.argv[1])
launcher = importlib.util.module_from_spec(spec)
spec.loader.exec_module(launcher)
launcher.ROOT = launcher.Path(sys.argv[2])
launcher.ENVIRONMENT = launcher.ROOT / ".venv"
launcher.is_current = lambda lock: True
sys.exit(launcher.main([]))
"""


def test_what_the_toolbox_prints_never_depends_on_the_machine(launcher: ModuleType) -> None:
    script = str(ROOT / "scripts" / "handbook.py")
    command = [sys.executable, "-c", RUN, script, str(launcher.ROOT)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stdout.decode("utf-8")) == (0, "≤ ł 1\n")


def test_only_what_a_command_needs_is_installed(launcher: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[Path] = []
    monkeypatch.setattr(launcher, "is_current", lambda lock: lock in installed)
    monkeypatch.setattr(launcher, "make_environment", lambda: launcher.install(launcher.LOCK))
    monkeypatch.setattr(launcher, "install", installed.append)
    monkeypatch.setattr(launcher, "run_toolbox", lambda _: 0)
    for arguments in (["check"], ["build", "test"], ["serve"], []):
        assert launcher.main(arguments) == 0
    assert installed == [launcher.LOCK]
    launcher.main(["test", "tests/page"])
    assert installed == [launcher.LOCK, launcher.TEST_LOCK]
    launcher.main(["bench"])
    assert len(installed) == 2, "once is enough"
