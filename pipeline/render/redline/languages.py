"""A language → the words that a redline adds in it; English stands in for any other."""

from pipeline.render.document.wording import primary_language
from pipeline.render.redline.translations.arabic import ARABIC
from pipeline.render.redline.translations.chinese import CHINESE
from pipeline.render.redline.translations.french import FRENCH
from pipeline.render.redline.translations.russian import RUSSIAN
from pipeline.render.redline.translations.spanish import SPANISH
from pipeline.render.redline.wording import ENGLISH, RedlineWording

_WORDINGS = {
    words.language: words for words in (ENGLISH, FRENCH, SPANISH, RUSSIAN, ARABIC, CHINESE)
}


def redline_wording(language: str) -> RedlineWording:
    """Return a redline's words in a language; English for one that is none of the six."""
    return _WORDINGS.get(primary_language(language), ENGLISH)
