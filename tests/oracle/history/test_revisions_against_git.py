"""Revisions, ancestors, merge bases and versions as git itself finds them."""

from itertools import product
from pathlib import Path

import pytest

from pipeline.errors import RedraftError
from pipeline.history.commits import read_commit
from pipeline.history.repository import open_repository
from pipeline.history.revisions import is_ancestor, merge_base, resolve, working_tree
from pipeline.history.versions import versions
from tests.support.repository import GitRepository

INDIA = "India <delegate@india.example>"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> GitRepository:
    #  base ── main1 ──── cross1 ── last     main
    #     │       └─────╳────┘
    #     └── topic1 ───╳── cross2 ── topic2  topic
    #  other                                  unrelated root
    made = GitRepository(tmp_path_factory.mktemp("graph") / "repository")
    made.commit({"a.md": "One.\n", "folder/b.md": "Two.\n"}, "Base")
    made.tag("v1")
    made.branch("topic")
    made.commit({"a.md": "Topic.\n"}, "Topic 1", author=INDIA)
    made.git("tag", "light")
    made.switch("main")
    made.commit({"c.md": "Main.\n"}, "Main 1")
    made.tag("v2", tagger=INDIA)
    made.git("branch", "main1")
    made.merge("topic", message="Merge pull request #12 from x/topic\n\nCross 1")
    made.switch("topic")
    made.merge("main1", message="Cross 2")
    made.commit({"a.md": "Topic again.\n"}, "Topic 2 (#31)")
    made.switch("main")
    made.commit({"d.md": "Last.\n"}, "Last")
    made.tag("v10")
    made.tag("odd", "HEAD^{tree}")
    made.tag("vblob", "HEAD:a.md")
    made.tag("vv1", "v1")
    made.git("branch", "v1", "topic")  # as ambiguous as git lets it be
    made.git("switch", "--quiet", "--orphan", "other")
    made.commit({"z.md": "Other.\n"}, "Other")
    made.switch("main")
    return made


REVISIONS = """
HEAD @ main topic light v1 vv1 v2 heads/v1 tags/v1 refs/tags/v1 HEAD~2 HEAD^ HEAD~1^2 topic~3
:/Topic :/^Main HEAD^{/Base} HEAD^{} v1^{commit} v1^0 main@{0} @{-1} v1-0-gABBREV ABBREV FULL
""".split()


@pytest.mark.parametrize("text", REVISIONS)
def test_a_revision_is_what_rev_parse_says(made: GitRepository, text: str) -> None:
    full = made.git("rev-parse", "topic~1")
    text = text.replace("ABBREV", full[:8]).replace("FULL", full)
    repository = open_repository(made.path)
    # A search by message would take the peeling for a part of what it looks for.
    peeled = made.git("rev-parse", made.git("rev-parse", text) + "^{commit}")
    assert resolve(repository, text).id == peeled


NOT_THERE = ["nothing", "", "0" * 40, "f" * 40, "a\0b", "HEAD~99", "HEAD^3", "é", "v1 ", "12"]
NO_COMMIT = ["HEAD:a.md", "HEAD:folder", "odd", "HEAD^{tree}", "vblob"]
NO_REVISION = ["--all", "-n1", "v1..v2", "v1...v2", "^v1"]
CODES = {"E005": NOT_THERE, "E007": NO_COMMIT, "E009": NO_REVISION}


@pytest.mark.parametrize(
    ("text", "code"), [(text, code) for code, texts in CODES.items() for text in texts]
)
def test_what_is_no_commit_is_told_in_one_line(made: GitRepository, text: str, code: str) -> None:
    with pytest.raises(RedraftError) as caught:
        resolve(open_repository(made.path), text)
    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.code, caught.value.exit_code) == (code, 2)
    assert diagnostic.hint


def test_an_id_that_several_commits_begin_with_lists_them(tmp_path: Path) -> None:
    made = GitRepository(tmp_path / "repository")
    ids: dict[str, str] = {}
    for number in range(2000):
        id = made.git("commit-tree", made.git("mktree"), "-m", str(number), **fixed())
        if id[:4] in ids:
            break
        ids[id[:4]] = id
    made.git("update-ref", "refs/heads/a", id)
    made.git("update-ref", "refs/heads/b", ids[id[:4]])
    with pytest.raises(RedraftError) as caught:
        resolve(open_repository(made.path), id[:4])
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == "E006"
    assert id[:12] in (diagnostic.hint or "")
    assert ids[id[:4]][:12] in (diagnostic.hint or "")


def fixed() -> dict[str, str]:
    return {
        **{
            f"GIT_{role}_{what}": "x"
            for role in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        },
        "GIT_AUTHOR_DATE": "1400000000 +0000",
        "GIT_COMMITTER_DATE": "1400000000 +0000",
    }


def test_ancestors_and_merge_bases_are_those_of_git(made: GitRepository) -> None:
    repository = open_repository(made.path)
    names = ["main", "topic", "v1", "v2", "light", "main~1", "topic~1", "other", "main1"]
    for first, second in product(names, names):
        old, new = resolve(repository, first), resolve(repository, second)
        answer = made.git_bytes("merge-base", "--all", old.id, new.id, check=False).decode().split()
        assert is_ancestor(repository, old, new) == (old.id in answer)
        if answer:
            assert merge_base(repository, old, new).id in answer
        else:
            with pytest.raises(RedraftError, match="no common history"):
                merge_base(repository, old, new)


def test_versions_come_in_the_order_of_history_with_the_tag_s_date_and_maker(
    made: GitRepository,
) -> None:
    found = versions(open_repository(made.path))
    assert [version.label for version in found] == ["v1", "vv1", "v2", "v10"]
    listed = made.git(
        "for-each-ref", "--format=%(refname:short) %(*objectname) %(taggerdate:iso-strict)",
        "refs/tags/v2", "refs/tags/v10",
    )  # fmt: skip
    for line in listed.split("\n"):
        label, id, date = line.split()
        version = next(version for version in found if version.label == label)
        assert (version.id, version.date.isoformat()) == (id, date)
    assert str(found[2].issued_by) == INDIA


def test_a_commit_that_was_issued_is_that_version_whatever_was_typed(made: GitRepository) -> None:
    repository = open_repository(made.path)
    assert resolve(repository, "HEAD").label == "v10"
    assert resolve(repository, made.head()[:9]).is_version
    assert resolve(repository, "topic").label == "topic"
    assert not resolve(repository, "topic").is_version
    assert resolve(repository, "light").label == "light"
    id = made.git("rev-parse", "topic~1")
    assert resolve(repository, id).label == id[:7]
    assert resolve(repository, "vv1").label == "vv1"
    assert resolve(repository, "v10", pattern="issued-*").label == "v10"
    assert not resolve(repository, "v10", pattern="issued-*").is_version
    main, topic = resolve(repository, "main"), resolve(repository, "topic")
    base = merge_base(repository, main, topic)
    made.tag("issued-1", base.id)
    assert merge_base(repository, main, topic, pattern="issued-*").label == "issued-1"


def test_the_working_tree_stands_on_head(made: GitRepository) -> None:
    repository = open_repository(made.path)
    tree = working_tree(repository)
    assert tree.id == "0" * 40
    assert is_ancestor(repository, resolve(repository, "v10"), tree)
    assert not is_ancestor(repository, tree, resolve(repository, "v10"))
    assert merge_base(repository, resolve(repository, "topic"), tree).id in made.git(
        "merge-base", "--all", "topic", "HEAD"
    )


def test_commits_read_as_git_shows_them(made: GitRepository) -> None:
    repository = open_repository(made.path)
    lines = made.git(
        "log", "--all", "--format=%H%x00%P%x00%an <%ae>%x00%cn <%ce>%x00%aI%x00%cI%x00%s"
    ).split("\n")
    for line in lines:
        id, parents, author, committer, date, committed, summary = line.split("\0")
        commit = read_commit(repository, id)
        assert commit.parents == tuple(parents.split())
        assert (str(commit.authors[0]), str(commit.committer)) == (author, committer)
        assert (commit.date.isoformat(), commit.committed.isoformat()) == (date, committed)
        assert commit.summary == summary
    numbers = {read_commit(repository, line[:40]).pull_request for line in lines}
    assert numbers == {"", "#12", "#31"}
