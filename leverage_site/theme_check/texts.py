"""The texts of the sample site.

What is hostile in them is named so: an element `x-hostile`, or `hostile` for an attribute's name or whole value.
None of these may come out as markup.
"""

MARK = "hostile"

HOSTILE = (
    f"</title></script></style><x-{MARK}><script src={MARK}></script><img src={MARK} onerror={MARK}> "
    f"\" {MARK} ' {MARK} {{{{ 7*7 }}}} {{% raw %}} {{# &lt;x-{MARK}&gt; ${{{MARK}}} -->]]>"
)
HOSTILE_NAME = f"<x-{MARK}> \" {MARK} ' {MARK} {{{{ 7*7 }}}}"
HOSTILE_TAGS = ("C", "C++", "C#", "a/b", "..", "index", "con", "?q=1&b#c", "100%")

WORDS = "what was asked for, what was found, and what it took to mend it"
LONG = "A title that has no end, since nobody cut it short " * 6
LONG_WORD = "Uncuttable" * 30
LONG_NAME = "x" * 60
ARABIC = "سجل الرافعة: يوم من العمل"
HEBREW = "רשומת מינוף של יום עבודה"
FOREIGN = {
    "العربية": ARABIC,
    "עברית": HEBREW,
    "日本語": "レバレッジの記録：七つの仕事を一日で終えた",
    "中文": "杠杆记录：一天之内完成的工作",
    "한국어": "지레 기록: 하루의 일",
}
TAGS = [*(f"tag {n}" for n in range(14)), LONG_NAME, *FOREIGN]

PROSE = """\
The lead, with *emphasis*, `code` and [a link](https://example.net/?a=1&b=2).

## Analysis

See [the rest day](../records/2026-01-05.md), [a picture](../static/picture.svg) and [another heading](#main).

![A gate](../static/picture.svg)

### In detail

- one
- two[^1]

1. [x] done
2. [ ] to do[^note]

> Somebody's words.[^1]

[^1]: A note, with *emphasis* and [a link](../static/picture.svg).
[^note]:
        A line of code.

```text
{{ 7*7 }} <b>
```

## Main

## Content

## Task log

## Aggregate statistics
"""

HOSTILE_PROSE = f"""\
{HOSTILE.split("{{")[0]}`{{{{ 7*7 }}}}` &lt;x-{MARK}&gt;

## <x-{MARK}> " {MARK} ' {MARK}

{LONG_WORD}

<script src={MARK}></script>
"""
FOREIGN_PROSE = "\n\n".join(f"## {name}\n\n{text}" for name, text in FOREIGN.items()) + "\n"

PARTIALS = {
    "about-author": f"Somebody, <x-{MARK}> and [their page](../pages/about.md).\n",
    "about-records": f"What these records are. {LONG_WORD}\n",
    "call-to-action": "Go [there](https://example.net/).\n",
}
WEEKS = {
    "2026-W04": f'A note on the week. <x-{MARK}> " {MARK}\n',
    "2026-W06": FOREIGN_PROSE.replace("## ", ""),
}
