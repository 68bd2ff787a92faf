"""Real English prose that every machine has: the language reference that Python brings along."""

import random
import re
from functools import cache
from pydoc_data.topics import topics


@cache
def paragraphs() -> tuple[str, ...]:
    """Return some hundreds of paragraphs of thirty words and more, each once."""
    found: dict[str, None] = {}
    for name in sorted(topics):
        for text in topics[name].split("\n\n"):
            if text[:1].isalpha() and len(re.findall(r"[a-z]{2,}", text)) >= 30:
                found[" ".join(re.findall(r"[\w',.;:()-]+", text.replace("_", "-")))] = None
    return tuple(found)


@cache
def vocabulary() -> tuple[str, ...]:
    """Return words that prose may take in the place of others."""
    return tuple(sorted({word for text in paragraphs() for word in re.findall(r"[a-z]{4,}", text)}))


def with_words_replaced(text: str, share: float, chance: random.Random) -> str:
    """Replace a share of the words of a text by others."""
    words = text.split(" ")
    for place in chance.sample(range(len(words)), round(share * len(words))):
        words[place] = chance.choice(vocabulary())
    return " ".join(words)
