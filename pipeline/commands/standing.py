"""Who made a change → how they stand to whose text it is, as a pull request's base can prove.

Whoever commits types author, committer and trailers as they like. What counts is therefore an
e-mail address that document.yaml lists at the base, people named by the ``.mailmap`` of the base;
the pull request's own say is shown as a claim. Git proves no address either; that is for the host
to ask (signed commits, protected branches).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.commands.revisions import read_settings_at
from pipeline.history.commits import read_commit
from pipeline.history.credit import credit, is_host
from pipeline.history.people import Mailmap, with_mailmap
from pipeline.history.repository import Repository
from pipeline.history.revisions import read_mailmap, uncommitted
from pipeline.model.change import Change
from pipeline.model.credit import Credit
from pipeline.model.history import UNCOMMITTED, Agent, Commit, Revision
from pipeline.model.report import Contributor, Standing
from pipeline.model.text import Party, PartyKind
from pipeline.render.redline.statement import short_id


@dataclass(frozen=True, slots=True)
class Standings:
    """Judges by the parties and the people of a pull request's base."""

    repository: Repository
    parties: tuple[Party, ...]
    mailmap: Mailmap

    @property
    def secretariat(self) -> tuple[Party, ...]:
        """Whose the abstract and the annexes are, and who enters texts for submitters."""
        return tuple(party for party in self.parties if party.kind is PartyKind.SECRETARIAT)

    def contributors(
        self, changes: Iterable[Change], owners: Sequence[Party]
    ) -> tuple[Contributor, ...]:
        """Return who made changes, in their order, each with their commits.

        ``owners``: whose text it is.
        """
        found: dict[tuple[tuple[str, ...], str, Standing], dict[str, None]] = {}
        for change in changes:
            standing, by = self._judge(change, owners)
            names = tuple(party.short or party.name for party in change.credit.parties)
            key = (tuple(filter(str.strip, names)) or ("not known",), by, standing)
            found.setdefault(key, {})[short_id(change)] = None
        return tuple(
            Contributor(names, by, tuple(commits), standing)
            for (names, by, standing), commits in found.items()
        )

    def _judge(self, change: Change, owners: Sequence[Party]) -> tuple[Standing, str]:
        """Return a change's standing, and who made it for those it is shown under."""
        shown = change.credit
        if change.commit is None:
            return "other", shown.by
        commit = with_mailmap(self._raw(change.commit), self.mailmap)
        proven = credit(commit, self.parties)
        if not any(_are_of(each, owners) for each in (proven, shown)):
            return "other", shown.by
        known = self._known(owners)
        if _are_of(proven, known):
            people = [*commit.authors, *([] if is_host(commit.committer) else [commit.committer])]
            if _all_listed(people, known):
                return "submitter", shown.by
            if _all_listed(people, (*known, *self.secretariat)):
                return "entered", shown.by
        maker = proven.by or commit.authors[0].name
        return "claimed", "" if maker in {party.name for party in shown.parties} else maker

    def _raw(self, commit: Commit) -> Commit:
        """Return a commit with everyone as it names them itself."""
        if commit.id == UNCOMMITTED:
            return uncommitted(self.repository)
        return read_commit(self.repository, commit.id)

    def _known(self, owners: Sequence[Party]) -> tuple[Party, ...]:
        """Return the parties of the base that are among the owners."""
        return tuple(
            party for party in self.parties if party.id and any(map(party.is_same, owners))
        )


def standings_at(repository: Repository, base: Revision) -> Standings:
    """Read what the base of a pull request says of parties and people."""
    settings = read_settings_at(repository, base)
    parties = settings.parties if settings else ()
    return Standings(repository, parties, read_mailmap(repository, base))


def _are_of(shown: Credit, owners: Sequence[Party]) -> bool:
    return bool(shown.parties) and all(any(map(party.is_same, owners)) for party in shown.parties)


def _all_listed(agents: Iterable[Agent], parties: Sequence[Party]) -> bool:
    listed = {email.lower() for party in parties for email in party.emails}
    return all(agent.email.lower() in listed for agent in agents)
