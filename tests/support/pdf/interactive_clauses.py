"""Clauses on annotations, actions, embedded files, navigation."""

import re
from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Stream

from tests.support.pdf.file_clauses import Failures, walk
from tests.support.pdf.reading import Document, Element, flatten
from tests.support.pdf.structure_clauses import same

_ANNOTATIONS = frozenset(
    "Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly "
    "StrikeOut Stamp Caret Ink Popup FileAttachment Widget PrinterMark TrapNet Watermark "
    "Redact".split()
)
_ACTIONS = frozenset("GoTo GoToR GoToE Thread URI Named SubmitForm".split())
_NAMED = frozenset("NextPage PrevPage FirstPage LastPage".split())
_INVISIBLE, _HIDDEN, _PRINT, _NO_VIEW, _TOGGLE_NO_VIEW = 1, 2, 4, 32, 256
_MEDIA_TYPE = re.compile(r"[-\w+.]+/[-\w+.]+")


def check(document: Document) -> Failures:
    """Yield what breaks ISO 19005-3, 6.3 to 6.5 and 6.8, ISO 14289-1, 7.1, 7.11, 7.17, 7.18."""
    yield from _actions(document)
    yield from _annotations(document)
    yield from _files(document)
    preferences = document.root.get("/ViewerPreferences", Dictionary())
    if not preferences.get("/DisplayDocTitle", False):
        yield "PDF/UA-1 7.1", "a reader would show the file's name, not its title"
    yield from _bookmarks(document)


def _actions(document: Document) -> Failures:
    if "/AA" in document.root:
        yield "PDF/A-3 6.5.2", "the catalog has additional actions"
    if "/JavaScript" in document.root.get("/Names", Dictionary()):
        yield "PDF/A-3 6.5.1", "the file holds JavaScript"
    for number, page in enumerate(document.pdf.pages, 1):
        if "/AA" in page.obj:
            yield "PDF/A-3 6.5.2", f"page {number} has additional actions"
    for item in walk(document.pdf):
        if not isinstance(item, Dictionary):
            continue
        for action in (item.get("/A"), item.get("/OpenAction")):
            if isinstance(action, Dictionary) and "/S" in action and "/O" not in action:
                yield from _action(action)
        if item.get("/Type") == Name.Action:
            yield from _action(item)


def _action(action: Object) -> Failures:
    kind = str(action.get("/S", "/")).removeprefix("/")
    if kind not in _ACTIONS:
        yield "PDF/A-3 6.5.1", f"an action {kind}"
    elif kind == "Named" and str(action.get("/N", "/"))[1:] not in _NAMED:
        yield "PDF/A-3 6.5.1", f"a named action {action.get('/N')}"


def _annotations(document: Document) -> Failures:
    tree = document.root.get("/StructTreeRoot", Dictionary()).get("/ParentTree")
    parents = {int(key): value for key, value in flatten(tree, "/Nums")}
    holders = {each: element for element in document.elements for each in element.objects}
    for number, page in enumerate(document.pdf.pages, 1):
        annotations = list(page.obj.get("/Annots", Array()))
        if annotations and page.obj.get("/Tabs") != Name.S:
            yield "PDF/UA-1 7.18.3", f"page {number}: tabs do not follow the structure"
        for annotation in annotations:
            for clause, message in _annotation(annotation, holders.get(annotation.objgen)):
                yield clause, f"page {number}: {message}"
            yield from _parent(number, annotation, holders.get(annotation.objgen), parents)


def _annotation(annotation: Object, holder: Element | None) -> Failures:
    kind = str(annotation.get("/Subtype", "/")).removeprefix("/")
    flags = annotation.get("/F")
    if kind not in _ANNOTATIONS:
        yield "PDF/A-3 6.3.1", f"an annotation {kind}"
    if kind == "TrapNet":
        yield "PDF/UA-1 7.18.2", "a trap network"
    if flags is None and kind != "Popup":
        yield "PDF/A-3 6.3.2", f"{kind} without flags"
    forbidden = _INVISIBLE | _HIDDEN | _NO_VIEW | _TOGGLE_NO_VIEW
    if flags is not None and (flags & forbidden or not flags & _PRINT):
        yield "PDF/A-3 6.3.2", f"{kind} that is hidden or is not printed"
    left, bottom, right, top = (float(each) for each in annotation.get("/Rect", (0, 0, 0, 0)))
    appearance = annotation.get("/AP")
    if appearance is None:
        if kind not in ("Popup", "Link") and (left != right or bottom != top):
            yield "PDF/A-3 6.3.3", f"{kind} without an appearance"
    elif set(appearance.keys()) != {"/N"}:
        yield "PDF/A-3 6.3.3", f"{kind} with other appearances than the normal one"
    elif kind != "Widget" and not isinstance(appearance["/N"], Stream):
        yield "PDF/A-3 6.3.3", f"{kind} whose appearance is no stream"
    if kind == "Widget" and ("/A" in annotation or "/AA" in annotation):
        yield "PDF/A-3 6.4.1", "a form field with actions"
    elif "/AA" in annotation:
        yield "PDF/A-3 6.5.2", f"{kind} with additional actions"
    yield from _described(annotation, kind, holder)


def _described(annotation: Object, kind: str, holder: Element | None) -> Failures:
    said = str(annotation.get("/Contents", "")) or (
        str(holder.dictionary.get("/Alt", "")) if holder else ""
    )
    if kind == "Link":
        if holder is None or holder.type != "Link":
            yield "PDF/UA-1 7.18.5", "a link in no element Link"
        if not str(annotation.get("/Contents", "")):
            yield "PDF/UA-1 7.18.5", "a link without a description"
    elif kind == "Widget":
        if holder is None or holder.type != "Form":
            yield "PDF/UA-1 7.18.4", "a form field in no element Form"
    elif kind == "PrinterMark":
        if holder is not None:
            yield "PDF/UA-1 7.18.8", "a printer's mark in the structure"
    elif kind != "Popup":
        if holder is None or holder.type != "Annot":
            yield "PDF/UA-1 7.18.1", f"{kind} in no element Annot"
        if not said:
            yield "PDF/UA-1 7.18.1", f"{kind} without a description"
            yield "PDF/A-3 6.7.6", f"{kind} without a description"


def _parent(
    page: int, annotation: Object, holder: Element | None, parents: dict[int, Object]
) -> Failures:
    if holder is None:
        return
    row = parents.get(int(annotation.get("/StructParent", -1)))
    if not same(row, holder.dictionary):
        yield "PDF/UA-1 7.18.1", f"page {page}: the parent tree misses an annotation"


def _files(document: Document) -> Failures:
    associated: list[Object] = []
    specifications: list[Object] = []
    for item in walk(document.pdf):
        if not isinstance(item, Dictionary | Stream):
            continue
        associated += list(item.get("/AF", Array()))
        if "/EF" in item:
            specifications.append(item)
    names = [each.objgen for each in associated]
    if len(set(names)) < len(names):
        yield "redraft files", "a file is associated twice"
    for each in specifications:
        name = str(each.get("/UF", each.get("/F", "")))
        if not str(each.get("/F", "")) or not str(each.get("/UF", "")):
            yield "PDF/A-3 6.8", f"{name}: not named by both F and UF"
            yield "PDF/UA-1 7.11", f"{name}: not named by both F and UF"
        if "/AFRelationship" not in each:
            yield "PDF/A-3 6.8", f"{name}: its relationship is not said"
        if each.objgen not in names:
            yield "PDF/A-3 6.8", f"{name}: associated with nothing"
        for stream in each["/EF"].values():
            if not _MEDIA_TYPE.fullmatch(str(stream.get("/Subtype", "/")).removeprefix("/")):
                yield "PDF/A-3 6.8", f"{name}: its media type is not said"
    listed = [value.objgen for _, value in flatten(_embedded(document), "/Names")]
    if sorted(listed) != sorted(each.objgen for each in specifications):
        yield "redraft files", "the list of embedded files is not that of the files"


def _embedded(document: Document) -> Object | None:
    return document.root.get("/Names", Dictionary()).get("/EmbeddedFiles")


def _bookmarks(document: Document) -> Failures:
    """Bookmarks exist, and lead forwards through the pages as the structure does (7.17)."""
    targets = [page for page in _targets(document) if page is not None]
    if not targets:
        yield "redraft bookmarks", "no bookmarks"
    if targets != sorted(targets):
        yield "PDF/UA-1 7.17", "bookmarks are not in the order of the pages"


def _targets(document: Document) -> Iterator[int | None]:
    numbers = {page.obj.objgen: number for number, page in enumerate(document.pdf.pages, 1)}
    named = {
        str(key): value
        for key, value in flatten(document.root.get("/Names", Dictionary()).get("/Dests"), "/Names")
    }
    for item in _outline(document.root.get("/Outlines", Dictionary()).get("/First")):
        target = item.get("/Dest", item.get("/A", Dictionary()).get("/D"))
        if not isinstance(target, Array) and target is not None:
            target = named.get(str(target))
        if isinstance(target, Dictionary):
            target = target.get("/D")
        yield numbers.get(target[0].objgen) if isinstance(target, Array) else None


def _outline(item: Object | None) -> Iterator[Object]:
    while item is not None:
        yield item
        yield from _outline(item.get("/First"))
        item = item.get("/Next")
