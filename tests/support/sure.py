"""How many of the words that the rare-word oracle is sure of an answer has right."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.align.sequences import align
from tests.oracle.rare_words import Oracle, Verdict
from tests.support.told import Told

Verdicts = Mapping[str, Sequence[Verdict]]
Report = Callable[[str, int, Verdict, Told], None]


@dataclass(frozen=True, slots=True)
class SureScore:
    """Counts of words at HEAD: all; those that the oracle is sure of; of these, those that the
    answer has too, and has right. Then words whose origin the oracle bounds, and those out of
    bounds."""

    words: int
    sure: int
    found: int
    right: int
    bounded: int
    broken: int


def sure_score(
    oracle: Oracle,
    verdicts: Verdicts,
    told: Mapping[str, Sequence[Told]],
    report: Report | None = None,
) -> SureScore:
    """Compare an answer with the oracle's verdicts, file by file, word by word in order.

    ``report`` hears of each word that is sure and wrong: its file, its place there, the verdict.
    """
    counts: Counter[str] = Counter()
    for path, judged in verdicts.items():
        counts["words"] += len(judged)
        counts["sure"] += sum(bool(one.tier) for one in judged)
        mine = told.get(path, ())
        for match in align([one.word for one in judged], [one.text for one in mine]):
            for step in range(match.length):
                verdict, word = judged[match.old + step], mine[match.new + step]
                if verdict.bound and word.commit:
                    counts["bounded"] += 1
                    counts["broken"] += not oracle.is_ancestor(word.commit, verdict.bound)
                if verdict.tier:
                    counts["found"] += 1
                    counts["right"] += word.commit == verdict.origin
                    if report is not None and word.commit != verdict.origin:
                        report(path, match.new + step, verdict, word)
    return SureScore(
        *(counts[name] for name in ("words", "sure", "found", "right", "bounded", "broken"))
    )
