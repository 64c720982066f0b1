"""The workflows and issue forms: right after their schemas, least rights, pinned by commit, in three languages."""

from __future__ import annotations

import os
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


MAY_WRITE = {"publish.yml": {"pages", "id-token"}, "links.yml": {"issues"}}
"""What each workflow may change: the site it publishes, the issue it keeps."""


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_have_no_more_rights_than_they_need(path: Path) -> None:
    jobs = loaded(path)["jobs"].values()
    rights = {right for job in jobs for right, kind in job["permissions"].items() if kind == "write"}
    assert rights == MAY_WRITE.get(path.name, set())


def steps(name: str, job: str) -> list[dict[str, Any]]:
    """The steps of a job."""
    found: list[dict[str, Any]] = loaded(GITHUB / "workflows" / name)["jobs"][job]["steps"]
    return found


def place(found: list[dict[str, Any]], command: str) -> int:
    """Where the step that runs `command` stands."""
    return next(number for number, step in enumerate(found) if step.get("run", "").endswith(command))


@pytest.mark.parametrize(
    ("name", "job"), [("publish.yml", "build"), ("pull-request.yml", "test"), ("weekly.yml", "test")]
)
def test_what_the_tests_need_is_installed_before_they_run(name: str, job: str) -> None:
    """GitHub's machines bring a Chrome; there `test` may install nothing itself, for it does not run as root."""
    found = steps(name, job)
    before = [step.get("run", "") for step in found[: place(found, "handbook.py test")]]
    installed = {word for command in before if "apt-get install" in command for word in command.split()}
    assert {*programs.OFFICE.packages, "hunspell", *spelling.PACKAGES.values()} <= installed


def test_a_pull_request_may_only_read() -> None:
    for job in loaded(GITHUB / "workflows" / "pull-request.yml")["jobs"].values():
        assert job["permissions"] == {"contents": "read"}


def test_a_writer_hears_from_check_also_when_the_build_fails_or_hangs() -> None:
    """GitHub shows what a job found when the job ends; a page that cannot be built is reported above all."""
    jobs = loaded(GITHUB / "workflows" / "pull-request.yml")["jobs"]
    assert "needs" not in jobs["check"]
    found = {step["run"]: step for step in jobs["check"]["steps"] if "handbook.py" in step.get("run", "")}
    build, check, *_ = found
    assert build == "python3 scripts/handbook.py build"
    assert check == "python3 scripts/handbook.py check --format github"
    assert int(found[build]["timeout-minutes"]) + int(found[check]["timeout-minutes"]) < int(
        jobs["check"]["timeout-minutes"]
    )
    assert all(step["if"].startswith("${{ !cancelled()") for step in list(found.values())[1:])
    (word,) = (step for step in jobs["check"]["steps"] if step["name" if "name" in step else "uses"].startswith("Say"))
    assert "steps.build.outcome == 'failure'" in word["if"]
    assert "::error title=Build::" in word["run"]
    assert not any(command.endswith("handbook.py test") for command in found)
    assert any(step.get("run", "").endswith("handbook.py test") for step in jobs["test"]["steps"])


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_step_that_builds_ends_in_minutes(path: Path) -> None:
    for job in loaded(path)["jobs"].values():
        for step in job["steps"]:
            if "handbook.py build" in step.get("run", ""):
                assert int(step["timeout-minutes"]) <= 10


def test_the_default_branch_is_published_and_no_other_whatever_it_is_called() -> None:
    workflow = loaded(GITHUB / "workflows" / "publish.yml")
    assert workflow["on"]["push"] == {"branches": ["**"]}
    # Not by `ref_name`: a tag may be called as the branch is.
    default = "github.ref == format('refs/heads/{0}', github.event.repository.default_branch)"
    assert workflow["jobs"]["build"]["if"] == default
    assert workflow["jobs"]["deploy"]["needs"] == "build"
    assert workflow["concurrency"]["group"] == "publish-${{ github.ref }}", "a push elsewhere takes nobody's turn"


def test_nothing_is_published_before_it_is_proved() -> None:
    found = steps("publish.yml", "build")
    proofs = ["check --no-site --format github", "handbook.py test", "links --no-external", '--words --since "$LAST"']
    places = [place(found, proof) for proof in proofs]
    upload = next(n for n, step in enumerate(found) if "upload-pages-artifact" in step.get("uses", ""))
    assert max(places) < upload
    assert not any("continue-on-error" in step for step in found)
    assert not any("always()" in step.get("if", "") or "cancelled()" in step.get("if", "") for step in found)
    assert found[places[1]]["if"] == "steps.changed.outputs.words-only == 'no'"
    assert found[places[3]]["if"] == "steps.changed.outputs.words-only == 'yes'"
    assert all("if" not in found[places[number]] for number in (0, 2)), "words and links are always checked"
    build = found[place(found, "handbook.py build --publish")]
    assert build["env"]["HANDBOOK_SITE_URL"] == "${{ steps.pages.outputs.base_url }}/"
    assert "if" not in build


def decided(repository: Path, last: str) -> dict[str, str]:
    """What the publishing workflow decides in `repository`, whose commit `last` was published last."""
    (step,) = (step for step in steps("publish.yml", "build") if step.get("id") == "changed")
    (repository / "bin").mkdir(exist_ok=True)
    (repository / "bin/gh").write_text(f"#!/bin/sh\necho '{last}'\n", encoding="utf-8")
    (repository / "bin/gh").chmod(0o755)
    output = repository / "output"
    output.write_text("", encoding="utf-8")
    known = {"PATH": f"{repository / 'bin'}{os.pathsep}{os.environ['PATH']}", "HANDBOOK_BRANCH": "main"}
    environment = {**os.environ, **known, "GITHUB_OUTPUT": str(output), "GITHUB_REPOSITORY": "o/r"}
    subprocess.run(["bash", "-e", "-o", "pipefail", "-c", step["run"]], cwd=repository, env=environment, check=True)
    return dict(line.split("=", 1) for line in output.read_text(encoding="utf-8").splitlines())


@pytest.mark.skipif(os.name == "nt", reason="the workflow runs on Linux")
def test_only_words_take_the_short_way_and_never_over_an_unproved_change(tmp_path: Path) -> None:
    def commit(name: str) -> str:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write("x\n")
        git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]
        for command in (["init", "-q"], ["add", name], ["commit", "-q", "-m", name]):
            subprocess.run([*git, *command], cwd=tmp_path, check=True)
        head = subprocess.run([*git, "rev-parse", "HEAD"], cwd=tmp_path, check=True, capture_output=True, text=True)
        return head.stdout.strip()

    published = commit("docs/nb/index.md")
    commit("docs/da/index.md")
    assert decided(tmp_path, published) == {"words-only": "yes", "last": published}
    code = commit("overrides/main.html")
    assert decided(tmp_path, published)["words-only"] == "no"
    commit("docs/sv/index.md")
    assert decided(tmp_path, published)["words-only"] == "no", "the template before it was never proved"
    assert decided(tmp_path, code)["words-only"] == "yes"
    assert decided(tmp_path, "")["words-only"] == "no", "nothing was ever published"
    assert decided(tmp_path, "0" * 40)["words-only"] == "no", "a commit that is gone"


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
