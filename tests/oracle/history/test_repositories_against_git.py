"""Which repository a folder is in, and what its working tree is, as git says."""

from pathlib import Path

import pytest

from pipeline.errors import RedraftError
from pipeline.history.repository import cut_commits, open_repository
from tests.support.repository import GitRepository


def git_says(made: GitRepository, folder: Path, question: str) -> str:
    return made.git("-C", str(folder), "rev-parse", question)


def test_a_folder_deep_in_a_working_tree(tmp_path: Path) -> None:
    made = GitRepository(tmp_path / "repository")
    made.commit({"deep/er/a.md": "x"})
    repository = open_repository(made.path / "deep" / "er")
    assert repository.root == made.path
    assert repository.directory == made.path / ".git"


def test_a_linked_working_tree(tmp_path: Path) -> None:
    made = GitRepository(tmp_path / "repository")
    made.commit({"a.md": "x"})
    made.git("worktree", "add", "--quiet", str(tmp_path / "other"))
    repository = open_repository(tmp_path / "other")
    assert repository.root == tmp_path / "other"
    git_directory = git_says(made, tmp_path / "other", "--absolute-git-dir")
    assert str(repository.directory).rstrip("/") == git_directory


def test_a_submodule(tmp_path: Path) -> None:
    inner = GitRepository(tmp_path / "inner")
    inner.commit({"a.md": "x"})
    outer = GitRepository(tmp_path / "outer")
    outer.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner.path), "sub")
    assert open_repository(outer.path / "sub").root == outer.path / "sub"


@pytest.mark.parametrize("is_told", [True, False])
def test_bare_repositories(tmp_path: Path, is_told: bool) -> None:
    made = GitRepository(tmp_path / "repository")
    made.commit({"a.md": "x"})
    made.git("clone", "--quiet", "--bare", ".", str(tmp_path / "around" / "bare"))
    bare = tmp_path / "around" / "bare"
    if not is_told:
        (bare / "config").unlink()
    assert git_says(made, bare, "--is-bare-repository") == "true"
    assert open_repository(bare).root is None
    assert open_repository(bare / "refs").root is None


def test_a_git_directory_kept_elsewhere(tmp_path: Path) -> None:
    made = GitRepository(tmp_path / "repository", f"--separate-git-dir={tmp_path / 'elsewhere'}")
    made.commit({"a.md": "x"})
    assert open_repository(made.path).root == made.path


def test_a_folder_around_a_repository_is_none(tmp_path: Path) -> None:
    GitRepository(tmp_path / "repository")
    with pytest.raises(RedraftError, match="is not in a Git repository"):
        open_repository(tmp_path)


def test_a_broken_repository_is_one_line(tmp_path: Path) -> None:
    made = GitRepository(tmp_path / "repository")
    (made.path / ".git" / "config").write_text("[core\n")
    with pytest.raises(RedraftError) as caught:
        open_repository(made.path)
    assert caught.value.diagnostics[0].code in ("E001", "E002")


def test_history_is_cut_where_git_was_told_so(tmp_path: Path) -> None:
    made = GitRepository(tmp_path / "repository")
    ids = [made.commit({"a.md": str(number)}) for number in range(6)]
    assert cut_commits(open_repository(made.path)) == frozenset()
    shallow = tmp_path / "shallow"
    made.git("clone", "--quiet", "--depth", "2", f"file://{made.path}", str(shallow))
    assert cut_commits(open_repository(shallow)) == {ids[-2]}
    made.git("replace", "--graft", ids[2])
    loose = cut_commits(open_repository(made.path))
    made.git("pack-refs", "--all", "--prune")
    assert cut_commits(open_repository(made.path)) == loose == {ids[2]}
    (made.path / ".git" / "info" / "grafts").write_text(f"{ids[4]}\n{'f' * 40} {ids[0]}\n")
    assert cut_commits(open_repository(made.path)) >= {ids[2], ids[4]}
