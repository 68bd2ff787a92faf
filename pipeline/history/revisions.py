"""What a user's revision means: text → Revision, and how two revisions lie to each other."""

import datetime
import re

import pygit2

from pipeline.errors import HistoryError, RevisionError
from pipeline.history.commits import read_commit
from pipeline.history.git import run_git
from pipeline.history.people import Mailmap, parse_mailmap, proper
from pipeline.history.repository import Repository, configured_user, head_id
from pipeline.history.tree import is_changed, read_file
from pipeline.history.versions import DEFAULT_PATTERN, version_at
from pipeline.model.history import UNCOMMITTED, Agent, Commit, Revision

SHORT = 7  # digits of a commit's id in print
DRAFT = "draft"
_ID = re.compile(r"[0-9a-f]{40}")
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def resolve(repository: Repository, text: str, *, pattern: str = DEFAULT_PATTERN) -> Revision:
    """Resolve what ``git rev-parse`` takes to a commit.

    A commit that an annotated tag of ``pattern`` names is that version, whatever was typed.
    Raises RevisionError where there is no such commit, or several.
    """
    if text.startswith("-"):
        raise RevisionError.of(
            "E009",
            f"'{text}' looks like an option, not like a revision",
            hint="write a branch, tag or commit, as 'v3' or 'refs/heads/NAME'",
        )
    if text.startswith("^") or (".." in text and ":" not in text and "{" not in text):
        old, _, new = text.replace("...", "..").partition("..")
        are_two = old and new and ".." not in new
        pair = f"; to compare the two: redraft redline {old} {new}" if are_two else ""
        raise RevisionError.of(
            "E009",
            f"'{text}' is a range where one revision is asked for",
            hint=f"write one revision{pair}",
        )
    return _revision(repository, _commit_id(repository, text), text, pattern)


def resolve_or_default(
    repository: Repository, text: str | None, *, pattern: str = DEFAULT_PATTERN
) -> Revision:
    """Resolve a revision, or without one take the working tree.

    That is HEAD where the repository is bare or the tree has nothing that HEAD has not.
    """
    if text is not None:
        return resolve(repository, text, pattern=pattern)
    if repository.root is not None and is_changed(repository):
        return working_tree(repository)
    return resolve(repository, "HEAD", pattern=pattern)


def working_tree(repository: Repository) -> Revision:
    """Return the working tree as a revision: dated as HEAD, since the clock reaches no output.

    Raises RevisionError where the repository is bare.
    """
    if repository.root is None:
        raise RevisionError.of(
            "E008", "a bare repository has no working tree", hint="name a revision, as HEAD"
        )
    return Revision(UNCOMMITTED, DRAFT, uncommitted(repository).date)


def uncommitted(repository: Repository) -> Commit:
    """Return the working tree as a commit by the configured user, on top of HEAD.

    In the middle of a merge it has the parents that the merge will have.
    """
    parents = head_parents(repository)
    dates = [read_commit(repository, parent).committed for parent in parents[:1]]
    date = dates[0] if dates else _EPOCH
    user = configured_user(repository)
    return Commit(UNCOMMITTED, parents, (user,), user, date, date, "Not committed")


def head_parents(repository: Repository) -> tuple[str, ...]:
    """Return what a commit made now would have as parents; none before the first commit."""
    head = head_id(repository)
    if not head:
        return ()
    parents = [head]
    try:
        merged = (repository.directory / "MERGE_HEAD").read_text().split()
    except OSError:
        merged = []
    parents += [id for id in merged if _ID.fullmatch(id) and id not in parents]
    return tuple(parents)


def read_mailmap(repository: Repository, revision: Revision) -> Mailmap:
    """Read the ``.mailmap`` of a revision; empty where it has none."""
    raw = read_file(repository, revision.id, ".mailmap", limit=1 << 20)
    return parse_mailmap((raw or b"").decode("utf-8", "replace"))


def commit_of(repository: Repository, revision: Revision) -> Commit:
    """Return a revision's commit; people as the commit names them."""
    if revision.id == UNCOMMITTED:
        return uncommitted(repository)
    return read_commit(repository, revision.id)


def issued_by(repository: Repository, revision: Revision, mailmap: Mailmap) -> Agent | None:
    """Return who issued a version, through ``.mailmap``."""
    return proper(revision.issued_by, mailmap) if revision.issued_by else None


def is_ancestor(repository: Repository, ancestor: Revision, descendant: Revision) -> bool:
    """Tell whether one revision is in the history of another; each is in its own.

    Where history is cut, only what is there counts.
    """
    if ancestor.id == descendant.id:
        return True
    if ancestor.id == UNCOMMITTED:
        return False
    tips = head_parents(repository) if descendant.id == UNCOMMITTED else (descendant.id,)
    try:
        return any(
            tip == ancestor.id or repository.handle.descendant_of(tip, ancestor.id) for tip in tips
        )
    except (KeyError, pygit2.GitError) as error:
        raise _damaged(error) from error


def merge_base(
    repository: Repository, old: Revision, new: Revision, *, pattern: str = DEFAULT_PATTERN
) -> Revision:
    """Return the best common ancestor of two revisions, as ``git merge-base``.

    ``pattern``: of the tags that make it a version. Raises RevisionError where they have none.
    """
    first, second = (
        head_parents(repository)[:1] if revision.id == UNCOMMITTED else (revision.id,)
        for revision in (old, new)
    )
    try:
        found = repository.handle.merge_base(first[0], second[0]) if first and second else None
    except (KeyError, pygit2.GitError) as error:
        raise _damaged(error) from error
    if found is None:
        raise RevisionError.of(
            "E012",
            f"'{old.label}' and '{new.label}' have no common history",
            hint="compare them directly: redraft redline OLD NEW",
        )
    return _revision(repository, str(found), "", pattern)


def _revision(repository: Repository, id: str, typed: str, pattern: str) -> Revision:
    version = version_at(repository, id, pattern, typed)
    if version is not None:
        return version
    commit = read_commit(repository, id)
    return Revision(id, _ref_name(repository, typed) or id[:SHORT], commit.date)


def _ref_name(repository: Repository, typed: str) -> str:
    """Return the short name of the branch or tag that was typed; "" for all else, HEAD too."""
    if typed in ("", "HEAD", "@") or _ID.fullmatch(typed):
        return ""
    try:
        name = repository.handle.lookup_reference_dwim(typed).name
    except (KeyError, ValueError, pygit2.GitError):
        return ""
    return re.sub(r"^refs/(?:heads|tags|remotes)/|^refs/", "", name)


def _commit_id(repository: Repository, text: str) -> str:
    handle = repository.handle
    answer = None
    if "\0" not in text:
        answer = run_git(repository, "rev-parse", "--verify", text)
    id = answer.stdout.decode("ascii", "replace").strip() if answer else ""
    if answer is None or answer.returncode or not _ID.fullmatch(id):
        if text in ("HEAD", "@") and not head_id(repository):
            raise RevisionError.of(
                "E004", "the repository has no commits yet", hint="commit something first"
            )
        candidates = (
            _candidates(repository, text) if answer and b"ambiguous" in answer.stderr else []
        )
        if len(candidates) > 1:
            listed = ", ".join(candidate[:12] for candidate in candidates[:5])
            raise RevisionError.of(
                "E006", f"'{text}' begins the ids of several commits", hint=f"write more: {listed}"
            )
        if not candidates:
            raise _no_such(text)
        id = candidates[0]
    try:
        target = handle[id]
    except (KeyError, pygit2.GitError) as error:
        raise _no_such(text) from error
    try:
        peeled = target.peel(None) if isinstance(target, pygit2.Tag) else target
    except (KeyError, ValueError, pygit2.GitError) as error:
        raise _damaged(error) from error
    if isinstance(peeled, pygit2.Commit):
        return str(peeled.id)
    start = text.partition(":")[0] if ":" in text else ""
    raise RevisionError.of(
        "E007",
        f"'{text}' is a {peeled.type_str}, not a commit",
        hint=f"write the commit, as '{start or 'HEAD'}'",
    )


def _candidates(repository: Repository, text: str) -> list[str]:
    """Return the commits whose ids begin with the text."""
    answer = run_git(repository, "rev-parse", f"--disambiguate={text}")
    found = []
    for id in sorted(answer.stdout.decode("ascii", "replace").split()):
        try:
            found.append(str(repository.handle[id].peel(pygit2.Commit).id))
        except (KeyError, ValueError, pygit2.GitError):
            continue
    return sorted(set(found))


def _no_such(text: str) -> RevisionError:
    return RevisionError.of(
        "E005",
        f"there is no revision '{text}'",
        hint="'git tag' and 'git branch -a' list what there is; an id needs four digits or more",
    )


def _damaged(error: Exception) -> HistoryError:
    return HistoryError.of(
        "E010",
        f"an object of the history is missing or damaged: {error}",
        hint="'git fsck' says more; a partial clone needs a full one",
    )
