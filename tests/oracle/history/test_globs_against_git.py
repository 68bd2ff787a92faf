"""``--paths`` picks what git picks with ``:(glob)``."""

import random

import pytest

from pipeline.errors import RedraftError
from pipeline.history.glob import path_matcher
from tests.support.repository import GitRepository

PATHS = """
a.md docs/a.md docs/x/a.md docs/x/y/a.md docs/xa.md docs/[a].md docs/b.txt do*cs/a.md docs/]
docs/-.md [x/a.md docs/été.md d/ocs/a.md docs/x/y/z/b.md x\\y.md docs/B.md docs/^ docs/! docs/1.md
""".split()
GLOBS = """
*.md **/*.md docs docs/ docs/* docs/** ** **/a.md docs/**/a.md docs/x** doc* doc?/a.md docs/[[]a].md
docs/[!a] docs/[]-].md docs/**x/a.md [x [x/* \\[x/a.md docs/x* docs/? ./a.md docs/[[:alpha:]].txt
docs/[a * docs//a.md docs/../a.md do\\*cs/a.md docs/x/**/a.md do* d*/* docs/[x/a.md docs/***/a.md
docs/x/y/ **/ docs/**/ docs* docs/x**/a.md docs/[a].md docs/[^a] docs/[a-z].md docs/[z-a].md a.m[d
docs[/]a.md docs/[!]]* docs/[[:digit:]]* docs/[[:nope:]]* docs/[\\]]
x\\\\y.md x\\y.md **a*
""".split()


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> GitRepository:
    repository = GitRepository(tmp_path_factory.mktemp("globs") / "repository")
    repository.write(dict.fromkeys(PATHS, ""))
    repository.git("add", "--all")
    return repository


def picked_by_git(repository: GitRepository, glob: str) -> list[str]:
    out = repository.git_bytes("ls-files", "-z", "--", f":(glob){glob}")
    return sorted(out.decode().split("\0")[:-1])


@pytest.mark.parametrize("glob", GLOBS)
def test_a_glob_picks_what_git_picks(repository: GitRepository, glob: str) -> None:
    picks = path_matcher([glob])
    assert sorted(filter(picks, PATHS)) == picked_by_git(repository, glob)


def test_random_globs_pick_what_git_picks(repository: GitRepository) -> None:
    draw = random.Random(3)
    pieces = [
        "a",
        "docs",
        "x",
        "y",
        ".md",
        "/",
        "/",
        "*",
        "**",
        "?",
        "[a-x]",
        "[!a]",
        "b",
        "[",
        "]",
    ]
    for _ in range(400):
        glob = "".join(draw.choice(pieces) for _ in range(draw.randint(1, 7)))
        if glob.startswith("/"):
            continue
        picks = path_matcher([glob])
        assert sorted(filter(picks, PATHS)) == picked_by_git(repository, glob), glob


def test_without_globs_everything_is_picked() -> None:
    assert path_matcher([])("any/path.md")


@pytest.mark.parametrize("glob", ["", ".", "/a.md", "../a.md", "docs/../../a.md"])
def test_a_glob_outside_the_repository_is_refused(glob: str) -> None:
    with pytest.raises(RedraftError, match="names nothing in the repository"):
        path_matcher([glob])


def test_a_question_mark_is_a_character_where_git_counts_bytes() -> None:
    assert path_matcher(["docs/?t?.md"])("docs/été.md")
