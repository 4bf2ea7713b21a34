"""What sentences claim about figures, and whether the records bear it out.

    facts = TextFacts.of_day(Known(index, record.date), assistant="Claude")
    ledger = check(record.body.get().prose.sentences, facts)

`check.check` returns every `model.Claim` of the sentences of one text in their order: its kind, what is
`printed`, the `sentence` with its line and column, the verdict, and for a refuted one `why` and the `truth`
that would stand in place of what is printed. `reading` is the claim as data: `judge.holds(reading, facts)`
evaluates it without the sentence. The facts of a period are those of `Scope("week", key)` as of its last day,
those of the whole site have `ALL`. All is as of the day of `Known`; nothing reads a clock or a later day, and
tasks are read where a sentence has a number that may be one of theirs.

A sentence becomes tokens (`text`), which stand among the facts and behind the sentences before (`sentence`). Each
recogniser finds its kind of claim there, with all ways to read it (`recognisers`). One that holds confirms the
claim; `gates` set those aside that the words around it speak against. It is refuted only where all readings
contradict it, and nothing makes it a plan, a denial, somebody else's or that of something else; what is not sure
is undecided.
"""
