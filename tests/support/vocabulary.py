"""Words for generated histories: an easy vocabulary, a hard one, and one of several scripts.

Easy: thousands of made-up words, so that hardly two sentences share one by chance. Hard: some
300 words of negotiated texts, common ones far more often, and standing phrases that turn up all
over. Several scripts: each sentence Chinese (by character), Arabic, Russian or English.
"""

import random
from dataclasses import dataclass

_SYLLABLES = (
    "ba be bi bo bu ca ce co da de di do fa fe fi fo ga ge go ha he hi ho ja jo ka ke ki ko la le "
    "li lo lu ma me mi mo mu na ne ni no nu pa pe pi po ra re ri ro ru sa se si so su ta te ti to "
    "tu va ve vi vo wa we wi za ze zo"
).split()
_COMMON = "the of and to in on for by with that all as their its shall should be or at from".split()
_LEGAL = """
states members governments stakeholders organizations agencies bodies parties societies sectors
forum council assembly secretariat commission committee conference group session chair agenda
policies principles frameworks mechanisms processes decisions agreements recommendations measures
standards guidelines strategies programmes resources funding capacity training assistance
cooperation participation inclusion transparency accountability multilingualism diversity access
security stability resilience freedom privacy rights responsibilities sovereignty development
infrastructure networks services domains names numbers addresses protocols content languages data
information knowledge technology innovation education health environment gender youth women
disabilities countries regions communities users consumers developing developed international
national regional local global public private civil academic technical economic social cultural
legal political multilateral democratic transparent inclusive equal effective meaningful relevant
respective appropriate necessary existing new further continued enhanced strengthened coordinated
mutual joint common shared open free safe secure affordable universal sustainable adequate timely
encourages invites requests urges calls recommends notes recognizes reaffirms recalls welcomes
emphasizes stresses supports promotes ensures facilitates enables strengthens establishes develops
implements coordinates reviews considers addresses identifies provides includes promotes reports
decides adopts endorses takes makes gives holds builds uses shares sets leads meets works acts
role basis footing mandate outcome summit phase report question issue matter topic point view
proposal contribution consultation dialogue debate discussion consensus progress follow-up
implementation evaluation monitoring assessment review analysis research study practice experience
""".split()
_PHRASES = [
    phrase.split()
    for phrase in (
        "in accordance with the principles",
        "on an equal footing",
        "in their respective roles and responsibilities",
        "enhanced cooperation in the future",
        "public policy issues pertaining to the internet",
        "in full partnership with all stakeholders",
        "as set out in the agenda",
        "taking into account the needs of developing countries",
    )
]
_RUSSIAN = """
государства должны обеспечить участие всех сторон развитие сотрудничества вопросы политики доступ
права безопасность общество организации решения принципы поддержка открытый равный процесс
информация язык культура регион страна мера доклад комиссия совет форум союз договор обмен знание
ресурс услуга сеть имя адрес защита свобода равенство женщина молодежь образование наука техника
""".split()
_ARABIC = """
ينبغي للدول أن تعزز التعاون الدولي في مجال السياسات العامة المتعلقة بالإنترنت وضمان مشاركة جميع
الأطراف المعنية على قدم المساواة وتحقيق التنمية المستدامة وحماية حقوق الإنسان وتوفير الموارد
اللازمة وبناء القدرات وتبادل المعلومات والخبرات وفقا للمبادئ المتفق عليها بين الحكومات والمجتمع
المدني والقطاع الخاص والأوساط الأكاديمية والتقنية مع مراعاة احتياجات البلدان النامية
""".split()
_CHINESE = (
    "各国应当加强国际合作确保所有利益攸关方平等参与与互联网有关的公共政策问题发展中国家需要资源能力建设"
    "信息安全文化多样性语言透明度责任原则机制框架报告建议委员会论坛会议议程主席秘书处政府民间社会私营部门技术学术界"
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Where generated words come from; ``name`` is easy, hard or multi."""

    name: str

    def sentence(self, rng: random.Random) -> list[str]:
        """Make the words of a new sentence."""
        if self.name == "easy":
            return [self.word(rng, "en") for _ in range(rng.randint(6, 22))]
        if self.name == "multi":
            script = rng.choice(("zh", "ar", "ru", "en"))
            length = rng.randint(12, 30) if script == "zh" else rng.randint(6, 20)
            return [self.word(rng, script) for _ in range(length)]
        words: list[str] = []
        length = rng.randint(8, 24)
        while len(words) < length:
            if rng.random() < 0.12:
                words += rng.choice(_PHRASES)
            else:
                words.append(self.word(rng, "en"))
        return words

    def word(self, rng: random.Random, script: str = "en") -> str:
        """Make one word; ``script`` is the sentence's, which only several scripts heed."""
        if self.name == "multi" and script != "en":
            return rng.choice({"zh": _CHINESE, "ar": _ARABIC, "ru": _RUSSIAN}[script])
        if self.name == "hard":
            return rng.choice(_COMMON if rng.random() < 0.4 else _LEGAL)
        if rng.random() < 0.3:
            return rng.choice(_COMMON)
        number = int(20_000 * rng.random() ** 2)
        base = len(_SYLLABLES)
        return "".join(_SYLLABLES[number // base**place % base] for place in range(3))


def script_of(word: str) -> str:
    """Tell a word's script."""
    first = word[0]
    if "\u4e00" <= first <= "\u9fff":
        return "zh"
    if "\u0600" <= first <= "\u06ff":
        return "ar"
    return "ru" if "\u0400" <= first <= "\u04ff" else "en"
