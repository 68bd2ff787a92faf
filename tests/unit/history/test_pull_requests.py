"""Which pull request brought a commit, on graphs drawn in literals."""

from pipeline.history.pull_requests import pull_requests


def test_a_merge_names_the_commits_of_its_side() -> None:
    #  a ── b ───── m(#1) ── tip
    #   \── x ── y ─/
    parents = {"a": [], "b": ["a"], "x": ["a"], "y": ["x"], "m": ["b", "y"], "tip": ["m"]}
    numbers = {"m": "#1"}
    assert pull_requests("tip", parents, lambda id: numbers.get(id, "")) == {"x": "#1", "y": "#1"}


def test_a_merge_of_main_into_the_side_takes_nothing_of_main_along() -> None:
    #  a ── b ── c ────── m(#1)
    #   \── x ── n(c) ── y ─/
    parents = {"a": [], "b": ["a"], "c": ["b"], "x": ["a"], "n": ["x", "c"], "y": ["n"]}
    parents["m"] = ["c", "y"]
    found = pull_requests("m", parents, {"m": "#1"}.get)  # type: ignore[arg-type]
    assert found == {"x": "#1", "n": "#1", "y": "#1"}


def test_the_innermost_merge_counts() -> None:
    #  a ─────────────── m(#2)
    #   \── x ── n(#1) ──/
    #    \── z ──/
    parents = {"a": [], "x": ["a"], "z": ["a"], "n": ["x", "z"], "m": ["a", "n"]}
    found = pull_requests("m", parents, lambda id: {"m": "#2", "n": "#1"}[id])
    assert found == {"x": "#2", "n": "#2", "z": "#1"}


def test_the_first_merge_that_took_a_commit_in_counts() -> None:
    #  a ── m1(#1) ── m2(#2)      m2 merges the same branch again, grown by y
    #   \── x ─/─ y ──/
    parents = {"a": [], "x": ["a"], "m1": ["a", "x"], "y": ["x"], "m2": ["m1", "y"]}
    found = pull_requests("m2", parents, lambda id: {"m1": "#1", "m2": "#2"}[id])
    assert found == {"x": "#1", "y": "#2"}


def test_an_unnamed_merge_on_main_names_nobody() -> None:
    parents = {"a": [], "x": ["a"], "m": ["a", "x"]}
    assert pull_requests("m", parents, lambda id: "") == {}


def test_a_cut_history_ends_where_it_is_cut() -> None:
    assert pull_requests("m", {"m": ["gone", "x"], "x": ["gone"]}, lambda id: "!7") == {"x": "!7"}


def test_ten_thousand_nested_merges_are_walked() -> None:
    parents: dict[str, list[str]] = {"0": []}
    for number in range(1, 10_000):
        parents[str(number)] = ["0", str(number - 1)]
    assert len(pull_requests("9999", parents, lambda id: f"#{id}")) == 9_998
