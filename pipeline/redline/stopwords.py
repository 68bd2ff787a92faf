"""The function words of the six languages: they carry grammar, not matter."""

_WORDS = """
a an the this that these those of to in on at by for from with without into onto upon over under
between among through during within about as than and or nor but if so such not no any all each
its it is are was were be been being has have had do does did may might shall should will would
can could must also which who whom whose what when where there their they them his her he she we
our us you your i me my other
le la les l un une des du de d au aux à en dans par pour sur sous avec sans entre vers chez et ou
ni mais donc or car que qui quoi dont où ce cet cette ces se s sa son ses leur leurs il elle ils
elles on nous vous est sont être a ont avoir ne n pas plus y comme si
el los las lo una unos unas del al con sin sobre entre hacia hasta desde y e o u ni pero que quien
cuyo donde cuando como su sus se es son ser ha han haber no más por para en este esta estos estas
и в во на с со к ко у о об от до из за по для при под над без через между не ни но а или да же ли
бы что чтобы как так это этот эта эти тот та те который которая которые его её их он она они мы вы
я быть был была были является
و في من على إلى الى عن مع أن ان إن التي الذي ما لا لم لن قد أو او ثم بين كل هذا هذه ذلك تلك هو هي
的 了 和 与 及 或 在 于 是 对 为 以 其 之 而 也 并 等 将 被 从 向 由 这 那 中
"""

_FUNCTION_WORDS = frozenset(_WORDS.split())


def is_function_word(text: str) -> bool:
    """Whether a word only joins others, in any of the six languages; case does not matter."""
    return text.lower() in _FUNCTION_WORDS
