"""Under whom a commit is shown: its parties, and who made it for them (contract, section 3)."""

from collections.abc import Collection, Iterable

from pipeline.model.credit import Credit
from pipeline.model.history import Agent, Commit
from pipeline.model.text import Party

# The accounts that make a host's merge commits, and commits made on its pages.
_HOSTS = frozenset(
    f"noreply@{host}"
    for host in ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitea.com")
)


def credit(commit: Commit, parties: Collection[Party]) -> Credit:
    """Find a commit's parties among those of the document, at the revision asked for.

    They are those that ``On-behalf-of`` names; without it, each author's party by e-mail, else
    the author under the own name.
    """
    author = commit.authors[0]
    if commit.on_behalf_of:
        chosen = _unique(_named(value, parties) for value in commit.on_behalf_of)
    else:
        chosen = _unique(_party(each, parties) for each in commit.authors)
    if not any(_belongs(author, party) for party in chosen):
        return Credit(chosen, author.name)
    committer = commit.committer
    if is_host(committer) or any(_same(committer, each) for each in commit.authors):
        return Credit(chosen)
    return Credit(chosen, committer.name)


def is_host(agent: Agent) -> bool:
    """Tell the account of a host, which commits what people do on its pages."""
    return agent.email.lower() in _HOSTS


def is_known(party: Party) -> bool:
    """Tell a party of the document from a person who stands only for themselves."""
    return bool(party.id or party.letters)


def _named(value: str, parties: Collection[Party]) -> Party:
    wanted = value.partition("<")[0].strip().casefold() or value.casefold()
    for party in parties:
        names = (party.id, party.name, party.short, party.letters)
        if wanted in {name.casefold() for name in names if name}:
            return party
    return Party(value)


def _party(agent: Agent, parties: Collection[Party]) -> Party:
    return next((party for party in parties if _lists(party, agent)), Party(agent.name))


def _lists(party: Party, agent: Agent) -> bool:
    return bool(agent.email) and agent.email.lower() in map(str.lower, party.emails)


def _belongs(agent: Agent, party: Party) -> bool:
    return _lists(party, agent) or agent.name == party.name


def _same(one: Agent, other: Agent) -> bool:
    if one.email and other.email:
        return one.email.lower() == other.email.lower()
    return one.name == other.name


def _unique(parties: Iterable[Party]) -> tuple[Party, ...]:
    return tuple({(party.id, party.name): party for party in parties}.values())
