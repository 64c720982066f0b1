"""The workflows and issue forms: right after their schemas, least rights, pinned by commit, in three languages."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from methodbook.commands.build import default_address
from methodbook.exports import programs
from methodbook.terms import spelling

GITHUB = Path(__file__).resolve().parent.parent / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
KINDS = ("1-mistake", "2-case", "3-method", "4-translation")
QUESTIONS = ("short", "idea", "course", "anchoring", "success", "municipality", "barriers", "well-done", "lesson")


def loaded(path: Path) -> Any:
    """A YAML file; the key `on` stays a word."""
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - texts only


def test_workflows_follow_githubs_schema() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    done = subprocess.run([*command, *map(str, WORKFLOWS)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_broken_workflow_is_seen(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yml"
    broken.write_text(
        "on: push\njobs:\n  one:\n    runs-on: ubuntu-24.04\n    step:\n      - run: true\n", encoding="utf-8"
    )
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(broken)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_by_commit(path: Path) -> None:
    used = re.findall(r"uses: (\S+)(.*)", path.read_text(encoding="utf-8"))
    assert used
    for action, remark in used:
        assert re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}", action), action
        assert re.search(r"# v\d", remark), f"{action} does not say its version"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_rights_are_none_but_those_a_job_names(path: Path) -> None:
    workflow = loaded(path)
    assert workflow["permissions"] == {}
    assert "pull_request_target" not in workflow["on"]
    for job in workflow["jobs"].values():
        assert "permissions" in job
        assert "timeout-minutes" in job
        for step in job["steps"]:
            if str(step.get("uses", "")).startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] == "false"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_nothing_a_stranger_writes_is_put_into_a_command(path: Path) -> None:
    for job in loaded(path)["jobs"].values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", ""), step


@pytest.mark.parametrize("name", ["publish.yml", "pull-request.yml"])
def test_what_the_tests_need_is_installed_before_they_run(name: str) -> None:
    """GitHub's machines bring a Chrome; there `test` may install nothing itself, for it does not run as root."""
    commands = [
        step.get("run", "") for job in loaded(GITHUB / "workflows" / name)["jobs"].values() for step in job["steps"]
    ]
    tests = next(place for place, command in enumerate(commands) if command.endswith("handbook.py test"))
    installed = {word for command in commands[:tests] if "apt-get install" in command for word in command.split()}
    assert {*programs.OFFICE.packages, "hunspell", *spelling.PACKAGES.values()} <= installed


def test_a_pull_request_may_only_read() -> None:
    for job in loaded(GITHUB / "workflows" / "pull-request.yml")["jobs"].values():
        assert job["permissions"] == {"contents": "read"}


def test_a_writer_is_told_without_waiting_for_the_tests() -> None:
    """GitHub shows what a job found when the job ends; and a page that cannot be built is told above all."""
    jobs = loaded(GITHUB / "workflows" / "pull-request.yml")["jobs"]
    assert "needs" not in jobs["check"]
    commands = {step["run"]: step for step in jobs["check"]["steps"] if "handbook.py" in step.get("run", "")}
    assert list(commands)[:2] == [
        "python3 scripts/handbook.py build",
        "python3 scripts/handbook.py check --format github",
    ]
    assert all(step["if"].startswith("${{ !cancelled() }}") for step in list(commands.values())[1:])
    assert not any(command.endswith("handbook.py test") for command in commands)
    assert any(step.get("run", "").endswith("handbook.py test") for step in jobs["test"]["steps"])


def test_the_default_branch_is_published_and_no_other_whatever_it_is_called() -> None:
    workflow = loaded(GITHUB / "workflows" / "publish.yml")
    assert workflow["on"]["push"] == {"branches": ["**"]}
    assert workflow["jobs"]["build"]["if"] == "github.ref_name == github.event.repository.default_branch"
    assert workflow["jobs"]["deploy"]["needs"] == "build"
    assert workflow["concurrency"]["group"] == "publish-${{ github.ref }}", "a push elsewhere takes nobody's turn"


@pytest.mark.parametrize(
    ("given", "repository", "address"),
    [
        ("", "", "http://127.0.0.1:8000/"),
        ("", "Kommun/metodhandbok", "https://kommun.github.io/metodhandbok/"),
        ("", "Kommun/Kommun.github.io", "https://kommun.github.io/"),
        ("https://metod.example.org/", "Kommun/metodhandbok", "https://metod.example.org/"),
    ],
)
def test_findings_lead_to_the_rules_on_the_forks_own_site(
    monkeypatch: pytest.MonkeyPatch, given: str, repository: str, address: str
) -> None:
    monkeypatch.setenv("HANDBOOK_SITE_URL", given)
    monkeypatch.setenv("GITHUB_REPOSITORY", repository)
    assert default_address() == address


def test_every_form_is_there_in_three_languages() -> None:
    names = {path.stem for path in FORMS}
    assert names == {f"{kind}-{language}" for kind in KINDS for language in ("nb", "da", "sv")}


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_asks_the_same_in_every_language(kind: str) -> None:
    shapes = []
    for language in ("nb", "da", "sv"):
        body = loaded(GITHUB / "ISSUE_TEMPLATE" / f"{kind}-{language}.yml")["body"]
        shapes.append([(field["type"], field.get("id"), field.get("validations")) for field in body])
        assert all(field["attributes"].get("label") or field["type"] == "markdown" for field in body)
    assert shapes[0] == shapes[1] == shapes[2]


def test_a_new_case_is_asked_for_by_the_guiding_questions() -> None:
    for language in ("nb", "da", "sv"):
        body = loaded(GITHUB / "ISSUE_TEMPLATE" / f"2-case-{language}.yml")["body"]
        assert tuple(field["id"] for field in body if "id" in field) == QUESTIONS
