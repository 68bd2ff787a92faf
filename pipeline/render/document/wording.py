"""The words that the machine adds, in the six languages of the United Nations.

In: a language and what is to be said. Out: plain text. English stands in for any other language.
Where a language would inflect what is put in, the form is chosen so that nothing has to be.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model.text import Status


@dataclass(frozen=True, slots=True)
class Wording:
    """The fixed words of one language; ``{}`` marks where a name or a number goes.

    ``question``, ``questions``: one, several. ``separator`` and ``last`` join the items of a
    list in running text, ``semicolon`` the names in a heading. ``on_behalf_of`` and
    ``transmitter`` stand in generated headings outside English.
    """

    own_name: str
    original: str
    abstract: str
    contents: str
    group: str
    group_colon: str
    annex: str
    uncategorized: str
    question: str
    questions: str
    separator: str
    last: str
    semicolon: str
    dash: str
    brackets: tuple[str, str]
    on_behalf_of: str
    transmitter: str
    version: str
    commit: str
    draft: str
    issued_by: str
    attached: str
    entries: tuple[str, str]
    submissions: tuple[str, str]
    groups: tuple[str, str]
    first_submission: str
    latest_submission: str
    empty_group: str
    withdrawn: str
    superseded: str
    superseded_by: str
    gone_by: str
    submitter: str
    text_in: str
    statuses: dict[Status, str]
    footnote: str
    notes: str
    back: str
    page: str
    figure: str
    number: str = "{}."
    full_stop: str = "."


_ENGLISH = Wording(
    own_name="English",
    original="Original: {}",
    abstract="Abstract",
    contents="Table of contents",
    group="Group {}",
    group_colon="{}: {}",
    annex="Annex {}",
    uncategorized="Recommendations which could not be categorized",
    question="Question {}",
    questions="Questions {}",
    separator=", ",
    last=" and ",
    semicolon="; ",
    dash=" — ",
    brackets=(" (", ")"),
    on_behalf_of="on behalf of {}",
    transmitter="submitted by {}",
    version="Version {}",
    commit="commit {}",
    draft="Draft, not committed",
    issued_by="Issued by {}.",
    attached="The author and date of every word are in {}, attached to this file.",
    entries=("entry", "entries"),
    submissions=("submission", "submissions"),
    groups=("group", "groups"),
    first_submission="first submission",
    latest_submission="latest submission",
    empty_group="No recommendations have been received in this group.",
    withdrawn="Withdrawn",
    superseded="Superseded",
    superseded_by="Superseded by {}",
    gone_by="{what} by {who} on {when}",
    submitter="the submitter",
    text_in="The text is in {}.",
    statuses={
        Status.DRAFT: "Draft",
        Status.UNDER_DISCUSSION: "Under discussion",
        Status.AGREED_AD_REFERENDUM: "Agreed ad referendum",
        Status.AGREED: "Agreed",
    },
    footnote="Footnote {}",
    notes="Notes",
    back="Back to the text at footnote {}",
    page="page {}",
    figure="Figure",
)

_FRENCH = Wording(
    own_name="français",
    original="Original : {}",
    abstract="Résumé",
    contents="Table des matières",
    group="Groupe {}",
    group_colon="{} : {}",
    annex="Annexe {}",
    uncategorized="Recommandations n’ayant pu être classées",
    question="Question {}",
    questions="Questions {}",
    separator=", ",
    last=" et ",
    semicolon=" ; ",
    dash=" — ",
    brackets=(" (", ")"),
    on_behalf_of="au nom de : {}",
    transmitter="transmission : {}",
    version="Version {}",
    commit="commit {}",
    draft="Projet non enregistré",
    issued_by="Publication : {}.",
    attached="L’auteur et la date de chaque mot figurent dans {}, joint à ce fichier.",
    entries=("texte", "textes"),
    submissions=("communication", "communications"),
    groups=("groupe", "groupes"),
    first_submission="première communication",
    latest_submission="dernière communication",
    empty_group="Aucune recommandation n’a été reçue dans ce groupe.",
    withdrawn="Retrait",
    superseded="Texte remplacé",
    superseded_by="Texte remplacé par {}",
    gone_by="{what} : {who}, {when}",
    submitter="auteur de la communication",
    text_in="Le texte figure dans : {}.",
    statuses={
        Status.DRAFT: "Projet",
        Status.UNDER_DISCUSSION: "En discussion",
        Status.AGREED_AD_REFERENDUM: "Accord ad referendum",
        Status.AGREED: "Accord",
    },
    footnote="Note {}",
    notes="Notes",
    back="Retour au texte, note {}",
    page="page {}",
    figure="Figure",
)

_SPANISH = Wording(
    own_name="español",
    original="Original: {}",
    abstract="Resumen",
    contents="Índice",
    group="Grupo {}",
    group_colon="{}: {}",
    annex="Anexo {}",
    uncategorized="Recomendaciones que no pudieron clasificarse",
    question="Pregunta {}",
    questions="Preguntas {}",
    separator=", ",
    last=" y ",
    semicolon="; ",
    dash=" — ",
    brackets=(" (", ")"),
    on_behalf_of="en nombre de: {}",
    transmitter="transmisión: {}",
    version="Versión {}",
    commit="commit {}",
    draft="Borrador no registrado",
    issued_by="Publicación: {}.",
    attached="El autor y la fecha de cada palabra figuran en {}, adjunto a este archivo.",
    entries=("texto", "textos"),
    submissions=("comunicación", "comunicaciones"),
    groups=("grupo", "grupos"),
    first_submission="primera comunicación",
    latest_submission="última comunicación",
    empty_group="No se han recibido recomendaciones en este grupo.",
    withdrawn="Retirada",
    superseded="Texto reemplazado",
    superseded_by="Texto reemplazado por {}",
    gone_by="{what}: {who}, {when}",
    submitter="autor de la comunicación",
    text_in="El texto figura en: {}.",
    statuses={
        Status.DRAFT: "Borrador",
        Status.UNDER_DISCUSSION: "En examen",
        Status.AGREED_AD_REFERENDUM: "Acuerdo ad referendum",
        Status.AGREED: "Acuerdo",
    },
    footnote="Nota {}",
    notes="Notas",
    back="Volver al texto, nota {}",
    page="página {}",
    figure="Figura",
)

_RUSSIAN = Wording(
    own_name="русский",
    original="Язык оригинала: {}",
    abstract="Резюме",
    contents="Содержание",
    group="Группа {}",
    group_colon="{}: {}",
    annex="Приложение {}",
    uncategorized="Рекомендации, не отнесенные к какой-либо группе",
    question="Вопрос {}",
    questions="Вопросы {}",
    separator=", ",
    last=" и ",
    semicolon="; ",
    dash=" — ",
    brackets=(" (", ")"),
    on_behalf_of="от имени: {}",
    transmitter="отправитель: {}",
    version="Версия {}",
    commit="коммит {}",
    draft="Проект, не зафиксировано",
    issued_by="Выпуск: {}.",
    attached="Автор и дата каждого слова указаны в {}, приложенном к этому файлу.",
    entries=("текстов", "текстов"),
    submissions=("представлений", "представлений"),
    groups=("групп", "групп"),
    first_submission="первое представление",
    latest_submission="последнее представление",
    empty_group="В этой группе рекомендаций не поступило.",
    withdrawn="Снято",
    superseded="Заменено",
    superseded_by="Новый текст: {}",
    gone_by="{what}: {who}, {when}",
    submitter="автор представления",
    text_in="Текст см.: {}.",
    statuses={
        Status.DRAFT: "Проект",
        Status.UNDER_DISCUSSION: "На рассмотрении",
        Status.AGREED_AD_REFERENDUM: "Согласовано ad referendum",
        Status.AGREED: "Согласовано",
    },
    footnote="Сноска {}",
    notes="Примечания",
    back="Назад к тексту, сноска {}",
    page="стр. {}",
    figure="Рисунок",
)

_ARABIC = Wording(
    own_name="العربية",
    original="الأصل: {}",
    abstract="موجز",
    contents="المحتويات",
    group="المجموعة {}",
    group_colon="{}: {}",
    annex="المرفق {}",
    uncategorized="توصيات تعذّر تصنيفها",
    question="السؤال {}",
    questions="الأسئلة {}",
    separator="، ",
    last=" و",
    semicolon="؛ ",
    dash=" — ",
    brackets=(" (", ")"),
    on_behalf_of="بالنيابة عن: {}",
    transmitter="الإحالة: {}",
    version="النسخة {}",
    commit="الإيداع {}",
    draft="مسودة غير مودعة",
    issued_by="الإصدار: {}.",
    attached="يرد مؤلف كل كلمة وتاريخها في الملف {} المرفق بهذه الوثيقة.",
    entries=("عدد النصوص", "عدد النصوص"),
    submissions=("عدد التقارير", "عدد التقارير"),
    groups=("عدد المجموعات", "عدد المجموعات"),
    first_submission="أول تقديم",
    latest_submission="آخر تقديم",
    empty_group="لم ترد توصيات في هذه المجموعة.",
    withdrawn="سُحب النص",
    superseded="استُعيض عن النص",
    superseded_by="النص الجديد: {}",
    gone_by="{what}: {who}، {when}",
    submitter="مقدم النص",
    text_in="يرد النص في: {}.",
    statuses={
        Status.DRAFT: "مسودة",
        Status.UNDER_DISCUSSION: "قيد المناقشة",
        Status.AGREED_AD_REFERENDUM: "اتفاق بشرط الاستشارة",
        Status.AGREED: "متفق عليه",
    },
    footnote="الحاشية {}",
    notes="الحواشي",
    back="العودة إلى النص، الحاشية {}",
    page="الصفحة {}",
    figure="شكل",
    number="{}-",
)

_CHINESE = Wording(
    own_name="中文",
    original="原文：{}",
    abstract="摘要",
    contents="目录",
    group="{}组",
    group_colon="{}：{}",
    annex="附件{}",
    uncategorized="未能归类的建议",
    question="问题{}",
    questions="问题{}",
    separator="、",
    last="和",
    semicolon="；",
    dash="——",
    brackets=("（", "）"),
    on_behalf_of="代表：{}",
    transmitter="转交：{}",
    version="第{}版",
    commit="提交 {}",
    draft="草稿，未提交",
    issued_by="发布：{}。",
    attached="每个字词的作者和日期见本文件所附的 {}。",
    entries=("份文本", "份文本"),
    submissions=("份来文", "份来文"),
    groups=("个组", "个组"),
    first_submission="首份来文",
    latest_submission="最近来文",
    empty_group="本组尚未收到建议。",
    withdrawn="已撤回",
    superseded="已被取代",
    superseded_by="已被取代，见{}",
    gone_by="{what}：{who}，{when}",
    submitter="提交方",
    text_in="案文见{}。",
    statuses={
        Status.DRAFT: "草稿",
        Status.UNDER_DISCUSSION: "讨论中",
        Status.AGREED_AD_REFERENDUM: "暂时商定",
        Status.AGREED: "商定",
    },
    footnote="脚注{}",
    notes="注",
    back="回到正文，脚注{}",
    page="第{}页",
    figure="图",
    full_stop="。",
)

_WORDINGS = {
    "en": _ENGLISH,
    "fr": _FRENCH,
    "es": _SPANISH,
    "ru": _RUSSIAN,
    "ar": _ARABIC,
    "zh": _CHINESE,
}
_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def primary_language(language: str) -> str:
    """Return the first part of a language tag, in lower case: "fr-CH" gives "fr"."""
    return language.replace("_", "-").split("-")[0].lower()


def wording(language: str) -> Wording:
    """Return the fixed words of a language; English for one that is none of the six."""
    return _WORDINGS.get(primary_language(language), _ENGLISH)


def direction(language: str) -> str:
    """Return "rtl" for a language that is written from right to left, else "ltr"."""
    return "rtl" if primary_language(language) in {"ar", "fa", "he", "ur"} else "ltr"


def digits(number: int | str, language: str) -> str:
    """Write a number's digits as the language does: Arabic with its own."""
    text = str(number)
    return text.translate(_ARABIC_DIGITS) if primary_language(language) == "ar" else text


def long_date(date: datetime.date, language: str) -> str:
    """Write a date in full by the rules of the language, as the United Nations prints it.

    Arabic gives the month under both of its names, French the first of a month as "1er",
    Russian ends in "года"; the names of months are those of CLDR.
    """
    code = primary_language(language)
    if code == "ar":
        levant, nile = (_month(date.month, "ar", land) for land in ("SY", "EG"))
        return digits(f"{date.day} {levant}/{nile} {date.year}", language)
    if code == "fr" and date.day == 1:
        return f"1er {_month(date.month, 'fr')} {date.year}"
    if code == "ru":
        return f"{date.day} {_month(date.month, 'ru')} {date.year} года"
    if code in ("es", "zh"):
        import babel.dates  # slow to load, as for the names of months below

        return babel.dates.format_date(date, format="long", locale=code)
    return f"{date.day} {_month(date.month, code if code == 'fr' else 'en')} {date.year}"


def month_names(language: str) -> tuple[str, ...]:
    """Return the names of the months as they stand in a date of the language, longest first
    where one name may hold another: Arabic has two for each, and both together."""
    code = primary_language(language)
    if code == "ar":
        pairs = [(_month(month, "ar", "SY"), _month(month, "ar", "EG")) for month in range(1, 13)]
        return tuple("/".join(pair) for pair in pairs) + tuple(sum(pairs, ()))
    return tuple(_month(month, code if code in _WORDINGS else "en") for month in range(1, 13))


def join_names(names: Sequence[str], language: str) -> str:
    """Join names as a list in running text: "A, B and C"."""
    words = wording(language)
    if len(names) < 2:
        return "".join(names)
    return words.separator.join(names[:-1]) + words.last + names[-1]


def questions(numbers: Sequence[int], language: str) -> str:
    """Say which questions: "Questions 2 and 3"; "" where there are none."""
    if not numbers:
        return ""
    words = wording(language)
    listed = join_names([digits(number, language) for number in numbers], language)
    return (words.question if len(numbers) == 1 else words.questions).format(listed)


def counted(count: int, forms: tuple[str, str]) -> str:
    """Return the form for one, or the form for any other number."""
    return forms[0] if count == 1 else forms[1]


def _month(month: int, code: str, territory: str | None = None) -> str:
    import babel

    names = babel.Locale(code, territory).months["format"]["wide"]
    return str(names[month])
