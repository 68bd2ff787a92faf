import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import redraft

TODAY = "2014-02-07"


def run(*arguments: str | Path, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(redraft, [str(argument) for argument in arguments], input=text)


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture(autouse=True)
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work as a user whom Git knows, whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Zoë Clerk")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "zoe@organization.example")


@pytest.fixture
def document(tmp_path: Path) -> Path:
    target = tmp_path / "document"
    assert run("new", target).exit_code == 0
    return target


def test_a_new_document_is_committed_and_passes_check(document: Path):
    assert git(document, "status", "--porcelain") == ""
    assert git(document, "log", "--format=%an <%ae> %s") == (
        "Zoë Clerk <zoe@organization.example> Start the rolling document"
    )
    result = run("-C", document, "check")
    assert (result.exit_code, result.stdout) == (
        0,
        "1 entry, 1 submission, 0 annexes: no problems\n",
    )


def test_a_new_document_builds_at_once(document: Path):
    result = run("-C", document, "build", "--format", "md")
    assert result.exit_code == 0, result.output
    assert "That a recommendation be one paragraph or several" in result.stdout


def test_without_a_name_nothing_is_committed_and_check_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL"):
        monkeypatch.delenv(name)
    for name in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    target = tmp_path / "document"
    # A process of its own: libgit2 looks for the home folder once.
    made = subprocess.run(
        [sys.executable, "-m", "pipeline", "new", target],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        check=True,
        capture_output=True,
        text=True,
    )
    assert "Nothing is committed" in made.stdout
    assert git(target, "rev-list", "--all") == ""
    assert run("-C", target, "check").exit_code == 0


def test_what_it_writes_is_listed(tmp_path: Path):
    listed = run("new", tmp_path / "document").stdout
    for path in git(tmp_path / "document", "ls-files").splitlines():
        assert f"\n  {path}\n" in listed


def test_a_folder_that_holds_something_is_left_alone(document: Path):
    before = git(document, "rev-parse", "HEAD")
    result = run("new", document)
    assert result.exit_code == 2
    assert "is not empty" in result.output
    assert git(document, "rev-parse", "HEAD") == before


def test_an_entry_of_a_known_party(document: Path):
    result = run(
        "-C", document, "new", "entry", "--submitter", "XE", "--group", "b", "--date", TODAY
    )
    assert result.exit_code == 0, result.output
    path = document / "recommendations" / f"exampleland-{TODAY}.md"
    assert Path(result.stdout.strip()).resolve() == path.resolve()
    assert path.read_text() == (
        f"---\nsubmission: exampleland-{TODAY}\ngroup: B\ndate: {TODAY}\n"
        "submitters: [exampleland]\n---\n\nWrite the text of the recommendation here.\n"
    )
    assert run("-C", document, "check").exit_code == 0


def test_the_second_part_of_a_submission_is_named_by_its_group(document: Path):
    for group in ("A", "B"):
        run("new", "entry", "-C", document, "--submitter", "exampleland", "--group", group,
            "--date", TODAY)  # fmt: skip
    made = sorted(path.stem for path in (document / "recommendations").glob(f"*{TODAY}*"))
    assert made == [f"exampleland-{TODAY}", f"exampleland-{TODAY}-b"]


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Norway", "norway"),
        ("Côte d'Ivoire", "cote-d-ivoire"),
        ('A "quoted": name # [x]', "a-quoted-name-x"),
        ("No", "no"),
        ("-dash", "dash"),
    ],
)
def test_an_entry_of_somebody_else(document: Path, name: str, stem: str):
    result = run("new", "entry", "-C", document, f"--submitter={name}", "--date", TODAY)
    assert result.exit_code == 0, result.output
    assert (document / "recommendations" / f"{stem}-{TODAY}.md").is_file()
    checked = run("-C", document, "check")
    assert checked.exit_code == 0, checked.output


def test_a_text_is_taken_over_as_it_is(document: Path, tmp_path: Path):
    file = tmp_path / "text.md"
    file.write_bytes("\ufeff(1) Première;\r\n\r\n(2) Deuxième.".encode())
    common = ("new", "entry", "-C", document, "--submitter", "exampleland")
    run(*common, "--id", "from-file", "--text", file)
    run(*common, "--id", "from-input", "--text", "-", text=file.read_bytes())
    for id in ("from-file", "from-input"):
        text = (document / "recommendations" / f"{id}.md").read_text()
        assert text.endswith("\n---\n\n(1) Première;\n\n(2) Deuxième.\n")


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (["--submitter", "XE", "--group", "F"], "E104", "its groups are A, B"),
        (["--submitter", "exampleand"], "E119", "did you mean 'exampleland'?"),
        (["--submitter", "XE", "--date", "2014-02-30"], "E108", "no day 2014-02-30"),
        (["--submitter", "XE", "--date", "7.2.2014"], "E108", "as 2014-02-07"),
        (["--submitter", "日本"], "E058", "--id"),
        (["--submitter", "XE", "--id", "../x"], "E058", "file's name"),
        (["--submitter", "XE", "--id", "README"], "E058", "no entry"),
        (["--submitter", "XE", "--id", "abstract"], "E05", "--id"),
        (["--group", "A"], "", "--submitter"),
    ],
)
def test_a_mistake_is_one_line_and_nothing_is_written(
    document: Path, options: list[str], code: str, says: str
):
    result = run("new", "entry", "-C", document, *options)
    assert result.exit_code == 2, result.output
    assert len(result.output.splitlines()) == 1
    assert code in result.output
    assert says in result.output
    assert git(document, "status", "--porcelain") == ""


def test_an_entry_that_is_there_is_never_written_over(document: Path):
    options = ("new", "entry", "-C", document, "--submitter", "XE", "--id", "Mine")
    assert run(*options).exit_code == 0
    result = run(*options[:-1], "mine")
    assert result.exit_code == 2
    assert "E057" in result.output


def test_what_git_ignores_is_never_written_over(document: Path, tmp_path: Path):
    (document / ".git" / "info" / "exclude").write_text("*-mine.md\n")
    place = document / "recommendations" / "a-mine.md"
    options = ("new", "entry", "-C", document, "--submitter", "XE", "--id", "a-mine")
    place.write_text("Notes of my own.\n")
    result = run(*options)
    assert result.exit_code == 2
    assert "E057" in result.output
    assert place.read_text() == "Notes of my own.\n"
    place.unlink()
    place.symlink_to(tmp_path / "elsewhere")
    assert run(*options).exit_code == 2
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("text", ["caf\xe9".encode("latin-1"), b"a\0b", b"<script>x</script>"])
def test_a_text_that_check_would_refuse_is_not_written(document: Path, text: bytes):
    options = ("new", "entry", "-C", document, "--submitter", "XE", "--id", "x", "--text", "-")
    result = run(*options, text=text)
    assert result.exit_code == 1, result.output
    assert git(document, "status", "--porcelain") == ""


def test_a_fault_of_the_text_names_its_file(document: Path, tmp_path: Path):
    file = tmp_path / "mail.txt"
    file.write_bytes("First.\ncaf\xe9".encode("latin-1"))
    options = ("new", "entry", "-C", document, "--submitter", "XE", "--id", "x", "--text")
    assert run(*options, file).output.startswith(f"{file}:2:4: error E201: ")
    result = run(*options, "-", text=file.read_bytes())
    assert result.output.startswith("standard input:2:4: error E201: ")


@pytest.mark.parametrize("text", [b"", b" \r\n\n", b"\xef\xbb\xbf"])
def test_an_empty_text_is_refused(document: Path, tmp_path: Path, text: bytes):
    (tmp_path / "mail.txt").write_bytes(text)
    options = ("new", "entry", "-C", document, "--submitter", "XE", "--id", "x", "--text")
    result = run(*options, tmp_path / "mail.txt")
    assert result.exit_code == 2
    (line,) = result.output.splitlines()
    assert f"error E060: there is no text in {tmp_path}/mail.txt; " in line
    assert git(document, "status", "--porcelain") == ""
    assert "there is no text in standard input" in run(*options, "-", text=text).output


def test_outside_a_document_it_says_what_to_do(tmp_path: Path):
    result = run("new", "entry", "-C", tmp_path, "--submitter", "X")
    assert result.exit_code == 2
    assert "git init" in result.output


def test_usage_and_mistakes_spell_the_command_as_it_is_typed() -> None:
    assert "Usage: redraft new [OPTIONS] DIR\n" in run("new", "x", "--help").output
    assert run("new", "x", "--nonsense").output.endswith("; see 'redraft new --help'\n")
    assert "Usage: redraft new entry [OPTIONS]\n" in run("new", "entry", "--help").output


def test_a_folder_called_entry_is_written_with_a_dot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    assert run("new", "./entry").exit_code == 0
    assert (tmp_path / "entry" / "recommendations" / "document.yaml").is_file()
