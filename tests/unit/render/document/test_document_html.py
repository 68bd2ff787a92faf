"""The rolling document as HTML for paper and as a web page."""

import datetime
import re

from pipeline.model.history import UNCOMMITTED, Revision
from pipeline.render.document import as_html, as_web
from pipeline.render.document.view import Tombstone, shortened, version_line
from tests.support.rolling import DATE, REVISION, entry, in_language, rolling


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_footnotes_run_in_one_sequence_and_a_second_call_repeats_the_number():
    document = rolling(
        {
            "abstract.md": "One.[^x]\n\n[^x]: First.\n",
            "a.md": entry("Two[^x] and three.[^y] Again.[^x]\n\n[^y]: Third.\n[^x]: Second.\n"),
        }
    )
    html = as_html.render(document, revision=REVISION)
    notes = re.findall(r'<small class="fn" id="(fn\d)" data-n="(\d)">([^<]*)</small>', html)
    assert notes == [("fn1", "1", "First."), ("fn2", "2", "Second."), ("fn3", "3", "Third.")]
    assert html.count('href="#fn2"') == 1


def test_a_footnote_that_calls_another_is_followed_by_it():
    document = rolling({"a.md": entry("One.[^x]\n\n[^x]: Outer.[^y]\n[^y]: Inner.[^x]\n")})
    html = as_html.render(document, revision=REVISION)
    assert re.findall(r'<small class="([^"]*)" id="(fn\d)"', html) == [
        ("fn", "fn1"),
        ("fn nested", "fn2"),
    ]


def test_a_heading_keeps_its_footnote_and_the_contents_drop_it():
    document = rolling(
        {"a.md": entry("Text.\n\n[^x]: About.\n", 'heading: "Proposal by *Japan*[^x]"')}
    )
    html = as_html.render(document, revision=REVISION)
    contents = html[html.index("<nav") : html.index("</nav>")]
    assert "Proposal by Japan" in text(contents)
    assert "fn" not in contents
    assert re.search(r"<b><em>Japan</em></b>|<em><b>Japan</b></em>", html)
    assert 'id="fn1"' in html[html.index("<h3") : html.index("</h3>")]


def test_a_withdrawn_entry_is_one_line_and_counts_for_nothing():
    document = rolling(
        {
            "a.md": entry("Gone text.", "status: withdrawn"),
            "b.md": entry("New text.", "date: 2014-02-08"),
            "c.md": entry("Old text.", "status: superseded", "replaced_by: b"),
        }
    )
    stones = {"a": Tombstone("the submitter", "10 February 2014", "version 2")}
    html = as_html.render(document, revision=REVISION, tombstones=stones)
    assert "Gone text" not in html
    assert "Old text" not in html
    assert "Withdrawn by the submitter on 10 February 2014. The text is in version 2." in text(html)
    assert 'Superseded by <a href="#entry-b">3. Draft recommendations' in html
    assert "<b>1</b><br>entry<" in html


def test_markup_in_any_field_is_text():
    bad = '<img src=x onerror="alert(1)">'
    document = rolling(
        {"a.md": entry("Text.", f"submitters: [{{name: '{bad}', honorific: '<i>'}}]")},
        "title: '<script>1</script>'\nlanguage: en\nnotice: '<b>n</b>'\n"
        "groups: [{key: A, title: '</h2>'}]\n",
    )
    revision = Revision("f" * 40, '"><script>', DATE, True)
    for html in (
        as_html.render(document, revision=revision),
        as_web.render(document, revision=revision, images={}),
    ):
        assert "<script" not in html
        assert "<img" not in html
        assert "onerror" in html  # as text


def test_the_version_line():
    day = datetime.datetime(2014, 2, 12, tzinfo=datetime.UTC)
    assert version_line(REVISION, "en") == "Version 3 · 12 February 2014 · commit 1a2b3c4"
    assert (
        version_line(Revision("f" * 40, "main", day), "en") == "12 February 2014 · commit fffffff"
    )
    assert version_line(Revision(UNCOMMITTED, "draft", day), "en") == "Draft, not committed"


def test_running_heads_are_cut_at_a_word():
    assert shortened("short") == "short"
    cut = shortened("word " * 30)
    assert len(cut) <= 65
    assert cut.endswith("word…")
    assert len(shortened("x" * 500)) == 65


def test_an_empty_group_says_so_and_an_empty_document_is_one():
    html = as_html.render(rolling({}), revision=REVISION)
    assert "No recommendations have been received in this group." in html
    assert 'class="facts"' not in html


def test_a_web_page_fetches_nothing_and_links_notes_both_ways():
    page = as_web.render(in_language("fr"), revision=REVISION, images={})
    assert "default-src 'none'" in page
    assert not re.findall(r'(?:src|href)="(?!#|data:)[^"]*"', page)
    assert 'href="#fn1"' in page
    assert 'href="#call1"' in page
    assert page == as_web.render(in_language("fr"), revision=REVISION, images={})


def test_a_version_is_issued_by_a_party_where_its_e_mail_says_so():
    settings = (
        "title: T\nlanguage: en\ngroups: [{key: A, title: G}]\n"
        "parties: [{id: office, name: Office, letters: OF, article: the, emails: [S@un.example]}]\n"
    )
    assert "Issued by the Office." in as_html.render(rolling({}, settings), revision=REVISION)
    assert "Issued by Secretariat." in as_html.render(rolling({}), revision=REVISION)
