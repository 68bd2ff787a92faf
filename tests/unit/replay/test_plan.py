import datetime

import pytest

from pipeline.replay.plan import Edit, Move, Place, parse_plan, read_plan

PLAN = """
[people]
ann = "Ann Author <ann@a.example>"
sec = "The Secretariat <sec@s.example>"

[[commit]]
author = "ann"
date = 2013-11-08T09:00:00+01:00
committer = "sec"
committed = 2013-11-08T10:00:00+01:00
message = "Begin"
add = ["a.md"]

[[commit]]
name = "the edit"
branch = "ann/words"
pull_request = 7
author = "ann"
date = 2013-11-09T09:00:00+01:00
message = "Say it better"

[[commit.edit]]
in = "a.md"
old = "one"
new = "two"

[[commit]]
author = "sec"
date = 2013-11-10T09:00:00+01:00
merges = "ann/words"
message = "Say it better"

[[commit]]
author = "sec"
date = 2013-11-11T09:00:00+01:00
reverts = "the edit"
message = "Too soon."
[commit.tag]
name = "v1"
tagger = "sec"
date = 2013-11-12T09:00:00+01:00
message = "Version 1"

[[commit]]
author = "sec"
date = 2013-11-13T09:00:00+01:00
squashes = "ann/words"
message = '''
Say it better

Co-authored-by: Ann Author <ann@a.example>
'''
[[commit.move]]
block = "- x"
from = ["a.md", "---"]
to = ["b.md", "- y"]
"""


def test_people_and_times_are_as_written():
    begin = parse_plan(PLAN)[0]
    assert (begin.author.name, begin.author.email) == ("Ann Author", "ann@a.example")
    assert begin.committer.name == "The Secretariat"
    assert begin.authored.isoformat() == "2013-11-08T09:00:00+01:00"
    assert begin.committed - begin.authored == datetime.timedelta(hours=1)
    assert (begin.branch, begin.pull_request, begin.adds) == ("main", 0, ("a.md",))


def test_merges_squashes_and_reverts_are_worded_as_hosts_do():
    assert [step.message for step in parse_plan(PLAN)[2:]] == [
        "Merge pull request #7 from ann/words\n\nSay it better\n",
        'Revert "Say it better"\n\nToo soon.\n',
        "Say it better (#7)\n\nCo-authored-by: Ann Author <ann@a.example>\n",
    ]


def test_a_revert_undoes_what_the_commit_did():
    _, edit, _, revert, _ = parse_plan(PLAN)
    assert edit.edits == (Edit("a.md", "one", "two"),)
    assert revert.edits == (Edit("a.md", "two", "one"),)
    assert revert.tag is not None
    assert revert.tag.name == "v1"


def test_a_move_names_both_places():
    assert parse_plan(PLAN)[4].moves == (Move("- x", Place("a.md", "---"), Place("b.md", "- y")),)


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without its zone"):
        parse_plan(PLAN.replace("2013-11-08T09:00:00+01:00", "2013-11-08T09:00:00"))


def test_no_commit_is_older_than_the_one_before():
    steps = read_plan()
    times = [step.committed for step in steps]
    assert times == sorted(times)
    assert all(step.authored <= step.committed for step in steps)
