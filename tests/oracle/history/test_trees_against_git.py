"""Trees and the working tree as git itself lists them."""

import os
from pathlib import Path

import pytest

from pipeline.errors import RedraftError
from pipeline.history.repository import open_repository
from pipeline.history.tree import is_changed, read_bytes, read_file, read_tree
from pipeline.model.history import UNCOMMITTED, FileKind, TreeFile
from tests.support.repository import GitRepository

KINDS = {"100644": FileKind.FILE, "100755": FileKind.FILE, "120000": FileKind.LINK}
NOT_UTF8 = os.fsdecode(b"caf\xe9.md")


@pytest.fixture
def made(tmp_path: Path) -> GitRepository:
    made = GitRepository(tmp_path / "repository")
    made.write({"a.md": "One.\n", "deep/er/b.md": "Two.\n", "e.sh": "x", NOT_UTF8: "Three.\n"})
    made.write({"été 中.md": "Four.\n", "new\nline.md": "Five.\n", ".gitignore": "*.log\nbuild/\n"})
    (made.path / "e.sh").chmod(0o755)
    (made.path / "link.md").symlink_to("/etc/passwd")
    (made.path / "inner.md").symlink_to("a.md")
    (made.path / "linked").symlink_to("deep")
    other = GitRepository(made.path / "sub")
    other.commit({"inside.md": "Sub.\n"})
    made.git("-c", "advice.addEmbeddedRepo=false", "add", "--all")
    made.commit()
    return made


def test_a_commit_s_tree_is_what_ls_tree_lists(made: GitRepository) -> None:
    repository = open_repository(made.path)
    out = made.git_bytes("ls-tree", "-r", "-z", "--long", "HEAD")
    theirs = []
    for record in out.decode("utf-8", "surrogateescape").split("\0")[:-1]:
        left, _, path = record.partition("\t")
        mode, _, blob, size = left.split()
        kind = KINDS.get(mode, FileKind.SUBMODULE)
        theirs.append(TreeFile(path, blob, kind, 0 if size == "-" else int(size)))
    ours = read_tree(repository, made.head())
    assert ours == tuple(sorted(theirs, key=lambda file: file.path))
    for file in ours:
        if file.kind is not FileKind.SUBMODULE:
            assert read_bytes(repository, file) == made.git_bytes("cat-file", "blob", file.blob)


def test_a_clean_working_tree_is_head_s(made: GitRepository) -> None:
    repository = open_repository(made.path)
    assert read_tree(repository, UNCOMMITTED) == read_tree(repository, made.head())
    assert not is_changed(repository)


def test_the_working_tree_is_what_git_would_add(made: GitRepository) -> None:
    made.write({"a.md": "Changed.\n", "deep/er/b.md": None, "new.md": "New.\n", "x.log": "ignored"})
    made.write({"build/y.md": "ignored", "sub/untracked.md": "another repository's"})
    repository = open_repository(made.path)
    ours = {file.path: (file.blob, file.kind) for file in read_tree(repository, UNCOMMITTED)}
    made.git("add", "--all", ".")
    listed = made.git_bytes("ls-files", "--stage", "-z").decode("utf-8", "surrogateescape")
    theirs = {}
    for record in listed.split("\0")[:-1]:
        left, _, path = record.partition("\t")
        mode, blob, _ = left.split()
        theirs[path] = (blob, KINDS.get(mode, FileKind.SUBMODULE))
    assert ours == theirs
    assert is_changed(repository)


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        ({"a.md": "Other.\n"}, True),
        ({"a.md": None}, True),
        ({"new.md": "New.\n"}, True),
        ({"styles/x.css": "p {}"}, True),
        ({"rolling.pdf": "%PDF"}, False),
        ({"x.log": "ignored"}, False),
        ({"a.md": "One.\r\n"}, False),
        ({"a.md": "One.\r\n\r\n"}, True),
    ],
)
def test_a_tree_is_changed_where_the_document_may_be(
    made: GitRepository, change: dict[str, str | None], changed: bool
) -> None:
    made.write(change)
    assert is_changed(open_repository(made.path)) is changed


def test_line_ends_of_a_checkout_are_no_change(made: GitRepository) -> None:
    made.write({"a.md": "One.\r\n"})
    repository = open_repository(made.path)
    assert read_tree(repository, UNCOMMITTED) == read_tree(repository, made.head())
    assert read_file(repository, UNCOMMITTED, "a.md") == b"One.\n"


def test_the_user_s_configuration_changes_nothing(
    made: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "ignore").write_text("*.md\n")
    (home / ".gitconfig").write_text(
        f"[core]\n\texcludesFile = {home}/ignore\n\tautocrlf = true\n\tquotePath = true\n"
        f"[mailmap]\n\tfile = {home}/ignore\n[log]\n\tshowSignature = true\n"
    )
    made.git("config", "core.fsmonitor", f"touch {tmp_path}/ran; false")
    made.git("config", "filter.bad.clean", f"touch {tmp_path}/ran; cat")
    made.git("config", "core.autocrlf", "input")
    made.write({"new.md": "New.\n", ".gitattributes": "*.md filter=bad\n"})
    before = read_tree(open_repository(made.path), UNCOMMITTED)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_DIR", str(tmp_path))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    after = read_tree(open_repository(made.path), UNCOMMITTED)
    assert after == before
    assert "new.md" in {file.path for file in after}
    assert not (tmp_path / "ran").exists()


def test_links_are_never_followed(made: GitRepository) -> None:
    repository = open_repository(made.path)
    for id in (made.head(), UNCOMMITTED):
        files = {file.path: file for file in read_tree(repository, id)}
        assert files["link.md"].kind is FileKind.LINK
        assert read_bytes(repository, files["link.md"]) == b"/etc/passwd"
        assert read_file(repository, id, "link.md") is None
        assert "linked/er/b.md" not in files


def test_what_lies_behind_a_link_is_gone(made: GitRepository, tmp_path: Path) -> None:
    outside = tmp_path / "outside" / "er"
    outside.mkdir(parents=True)
    (outside / "b.md").write_text("Secret.\n")
    made.git("rm", "--quiet", "-r", "--cached", "--", "linked")
    (made.path / "linked").unlink()
    (made.path / "deep").rename(made.path / "elsewhere")
    (made.path / "deep").symlink_to(outside.parent)
    repository = open_repository(made.path)
    files = {file.path for file in read_tree(repository, UNCOMMITTED)}
    assert "deep/er/b.md" not in files
    assert "elsewhere/er/b.md" in files


def test_a_pipe_in_the_tree_is_no_file(made: GitRepository) -> None:
    (made.path / "a.md").unlink()
    os.mkfifo(made.path / "a.md")
    files = {file.path for file in read_tree(open_repository(made.path), UNCOMMITTED)}
    assert "a.md" not in files


def test_a_sparse_checkout_keeps_what_it_leaves_out(made: GitRepository) -> None:
    made.git("sparse-checkout", "set", "--no-cone", "/a.md")
    repository = open_repository(made.path)
    assert not (made.path / "deep" / "er" / "b.md").exists()
    assert read_file(repository, UNCOMMITTED, "deep/er/b.md") == b"Two.\n"
    assert not is_changed(repository)


def test_a_file_over_the_limit_is_refused_without_reading(made: GitRepository) -> None:
    made.write({"large.md": "x" * 2000})
    repository = open_repository(made.path)
    with pytest.raises(RedraftError, match="2,000 bytes, more than the limit of 1,000"):
        read_file(repository, UNCOMMITTED, "large.md", limit=1000)
