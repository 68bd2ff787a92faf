"""The types of single values in front matter and document.yaml: from the text that was written.

Each refuses with a code of the catalogue, a message and a hint (``PydanticCustomError``);
``validation`` gives it its place.
"""

import calendar
import datetime
import re
import unicodedata
from typing import Annotated, Any, LiteralString

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

_BIDIRECTIONAL = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_WHOLE = re.compile(r"[0-9]{1,9}")
_ISO_LIKE = re.compile(r"([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})(?:[T ][0-9:.]+Z?)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
_NAMED = re.compile(r"(?:([0-9]{1,2})\.? )?([A-Za-z]{3,9})\.? (?:([0-9]{1,2}), ?)?([0-9]{4})")
_MONTHS = tuple(name.lower()[:3] for name in calendar.month_name)


def _refuse(code: LiteralString, message: str, hint: str, fix: str = "") -> PydanticCustomError:
    return PydanticCustomError(code, "{message}", {"message": message, "hint": hint, "fix": fix})


def _one_line(text: str) -> str:
    for character in text:
        if character in _BIDIRECTIONAL or (
            unicodedata.category(character) == "Cc" and character not in "\n\t"
        ):
            raise _refuse("E118", f"the control character U+{ord(character):04X}", "delete it")
    text = " ".join(text.split())
    if not text:
        raise _refuse("E117", "there is no value here", "write one, or remove the line")
    return text


def _whole(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not _WHOLE.fullmatch(value):
        number = re.match(r"[0-9]+", value)
        meant = f"write {int(number[0])}" if number else "write digits only"
        raise _refuse("E111", f"“{value}” is not a whole number", meant)
    if value.startswith("0") and value != "0":
        meant = value.lstrip("0") or "0"
        raise _refuse("E111", f"“{value}” begins with a zero", f"write {meant}", fix=meant)
    return int(value)


def _day(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return _existing(*(int(part) for part in value.split("-")))
    if found := _ISO_LIKE.fullmatch(value):
        day = _existing(*(int(part) for part in found.groups()))
        raise _not_iso(value, day, fix=day.isoformat())
    if found := _DAY_FIRST.fullmatch(value):
        first, second, year = (int(part) for part in found.groups())
        if first <= 12 and second <= 12 and first != second:
            one, other = _existing(year, second, first), _existing(year, first, second)
            raise _refuse(
                "E108",
                f"“{value}” can be read as two days",
                f"write {one} ({_in_words(one)}) or {other} ({_in_words(other)})",
            )
        month, day_of_month = (second, first) if second <= 12 else (first, second)
        raise _not_iso(value, _existing(year, month, day_of_month))
    found = _NAMED.fullmatch(value)
    if found and found[2].lower()[:3] in _MONTHS[1:] and (found[1] or found[3]):
        month = _MONTHS.index(found[2].lower()[:3])
        raise _not_iso(value, _existing(int(found[4]), month, int(found[1] or found[3])))
    raise _refuse("E108", f"“{value}” is not a date", "write year-month-day, as 2014-02-07")


def _existing(year: int, month: int, day: int) -> datetime.date:
    try:
        return datetime.date(year, month, day)
    except ValueError as error:
        raise _not_existing(year, month, day) from error


def _not_existing(year: int, month: int, day: int) -> PydanticCustomError:
    written = f"{year:04}-{month:02}-{day:02}"
    if not 1 <= month <= 12:
        hint = "months go from 01 to 12"
        if 1 <= day <= 12:
            hint = f"did you mean {year:04}-{day:02}-{month:02}?"
        return _refuse("E108", f"“{written}”: there is no month {month}", hint)
    if year < 1:
        return _refuse("E108", f"“{written}”: there is no year 0", "write the year in four digits")
    days = calendar.monthrange(year, month)[1]
    name = f"{calendar.month_name[month]} {year:04}"
    return _refuse("E108", f"“{written}” does not exist", f"{name} goes from 01 to {days}")


def _not_iso(value: str, day: datetime.date, fix: str = "") -> PydanticCustomError:
    return _refuse("E108", f"“{value}” is not written year-month-day", f"write {day}", fix=fix)


def _in_words(day: datetime.date) -> str:
    return f"{day.day} {calendar.month_name[day.month]}"


def _letters(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{2,4}", text):
        meant = re.sub(r"[^A-Z]", "", text.upper())[:4]
        hint = f"write {meant}" if len(meant) > 1 else "write two to four capitals, as SEC"
        raise _refuse("E125", f"“{text}” is not two to four capitals", hint)
    return text


def _name(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", text):
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
        meant = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
        hint = f"write {meant}" if meant else "use small letters, digits and hyphens"
        raise _refuse("E128", f"“{text}” is no id", hint)
    return text


def _key(text: str) -> str:
    if not re.fullmatch(r"\w[\w.-]{0,15}", text):
        raise _refuse("E128", f"“{text}” is no key", "use one word of at most 16 letters")
    return text


def _address(text: str) -> str:
    if not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+", text):
        raise _refuse("E128", f"“{text}” is no e-mail address", "write name@example.org")
    return text


def _https(text: str) -> str:
    if not re.fullmatch(r"https://[\w.-]+(?::[0-9]+)?(?:/[\w.~%+@:-]*)*", text):
        hint = "write https://…, as https://github.com/organisation/repository"
        raise _refuse("E127", f"“{text}” is no https address", hint)
    return text.rstrip("/").removesuffix(".git")


Text = Annotated[str, AfterValidator(_one_line), Field(json_schema_extra={"minLength": 1})]
Whole = Annotated[int, BeforeValidator(_whole)]
Day = Annotated[datetime.date, BeforeValidator(_day)]
Letters = Annotated[
    Text, AfterValidator(_letters), Field(json_schema_extra={"pattern": "^[A-Z]{2,4}$"})
]
Name = Annotated[
    Text, AfterValidator(_name), Field(json_schema_extra={"pattern": "^[a-z0-9][a-z0-9-]*$"})
]
Key = Annotated[Text, AfterValidator(_key)]
Address = Annotated[Text, AfterValidator(_address), Field(json_schema_extra={"format": "email"})]
Https = Annotated[Text, AfterValidator(_https), Field(json_schema_extra={"pattern": "^https://"})]
