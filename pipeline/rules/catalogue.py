"""What each code means: the one place where codes are listed, for ``explain`` and SARIF.

001–049 repositories and revisions, 050–069 files that are written, 070–099 layout; 1xx front matter
and document.yaml, 2xx Markdown, 3xx between entries, 4xx commits. A code never changes its meaning.
"""

from collections.abc import Mapping

from pipeline.model.diagnostic import Explanation
from pipeline.rules.explain_commands import COMMANDS
from pipeline.rules.explain_commits import COMMITS
from pipeline.rules.explain_entries import ENTRIES
from pipeline.rules.explain_front_matter import FRONT_MATTER
from pipeline.rules.explain_history import HISTORY
from pipeline.rules.explain_layout import LAYOUT
from pipeline.rules.explain_markdown import MARKDOWN

CATALOGUE: Mapping[str, Explanation] = {
    each.code: each
    for each in (*COMMANDS, *COMMITS, *LAYOUT, *FRONT_MATTER, *MARKDOWN, *ENTRIES, *HISTORY)
}
