"""Structure elements as objects of a PDF, with the trees that lead back to them.

In: nodes with their marked content and annotations. Out: a ``StructTreeRoot`` in the catalog
(ISO 32000-1, 14.7).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pydyf


@dataclass(slots=True, eq=False)
class Node:
    """A structure element; kids are nodes, marked content (page, id) and annotations."""

    type: str
    kids: "list[Node | tuple[int, int] | Annotation]" = field(default_factory=list)
    entries: dict[str, Any] = field(default_factory=dict)
    page: int | None = None
    reference: bytes = b""


@dataclass(slots=True, eq=False)
class Annotation:
    """A link on a page, by its dictionary."""

    page: int
    dictionary: Any


def write_tree(pdf: pydyf.PDF, document: Node, content_counts: Sequence[int]) -> None:
    """Write a tree; ``content_counts``: how many marked contents each page has."""
    _Writer(pdf, document).write(content_counts)


class _Writer:
    """Writes nodes as objects of the PDF, with the trees that lead back to them."""

    def __init__(self, pdf: pydyf.PDF, document: Node) -> None:
        self._pdf = pdf
        self._document = document
        self._pages = pdf.page_references  # a tuple made anew at each access
        self._by_content: dict[tuple[int, int], bytes] = {}
        self._by_annotation: list[tuple[Annotation, bytes]] = []
        self._by_id: dict[str, bytes] = {}

    def write(self, content_counts: Sequence[int]) -> None:
        root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        self._pdf.add_object(root)
        self._pdf.catalog["StructTreeRoot"] = root.reference
        root["K"] = pydyf.Array([self._write_node(self._document, root.reference)])
        numbers = pydyf.Array()
        for page, count in enumerate(content_counts):
            references = (self._by_content.get((page, each), b"null") for each in range(count))
            array = pydyf.Array(references)
            self._pdf.add_object(array)
            numbers.extend((page, array.reference))
        for index, (annotation, reference) in enumerate(
            self._by_annotation, start=len(content_counts)
        ):
            annotation.dictionary["StructParent"] = index
            numbers.extend((index, reference))
        tree = pydyf.Dictionary({"Nums": numbers})
        self._pdf.add_object(tree)
        root["ParentTree"] = tree.reference
        root["ParentTreeNextKey"] = len(content_counts) + len(self._by_annotation)
        if self._by_id:
            names = pydyf.Array()
            for name in sorted(self._by_id):
                names.extend((pydyf.String(name), self._by_id[name]))
            ids = pydyf.Dictionary({"Names": names})
            self._pdf.add_object(ids)
            root["IDTree"] = ids.reference

    def _write_node(self, node: Node, parent: bytes) -> bytes:
        element = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.type}", "P": parent})
        self._pdf.add_object(element)
        reference = bytes(element.reference)
        element.update(node.entries)
        if node.page is not None:
            element["Pg"] = self._pages[node.page]
        if "ID" in node.entries:
            self._by_id[node.entries["ID"].string] = reference
        kids = pydyf.Array()
        for kid in node.kids:
            if isinstance(kid, Node):
                kids.append(self._write_node(kid, reference))
            elif isinstance(kid, Annotation):
                self._by_annotation.append((kid, reference))
                kids.append(
                    pydyf.Dictionary(
                        {
                            "Type": "/OBJR",
                            "Obj": kid.dictionary.reference,
                            "Pg": self._pages[kid.page],
                        }
                    )
                )
            else:
                page, content = kid
                self._by_content[kid] = reference
                if page == node.page:
                    kids.append(content)
                else:
                    kids.append(
                        pydyf.Dictionary({"Type": "/MCR", "Pg": self._pages[page], "MCID": content})
                    )
        element["K"] = kids
        return reference
