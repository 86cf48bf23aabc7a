"""Where the reports of a traced run die: by post and by reason."""

import pandas as pd

from reportsto.tracing import Fate
from reportsto.vocabulary import Cause

REASONS = {
    Fate.KEPT.word: "kept by a manager on the way",
    Fate.LOST.word: "waited too long for a decision",
    Fate.DECLINED.word: "read by the last to decide, not acted on",
    Fate.AT_A_DESK.word: "still waiting for a decision at the end",
}


def failure_cases(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a case file that are about a failure: no plain requests."""
    return table[table["about"].isin(Cause.words())]


def where_lost(table: pd.DataFrame) -> pd.DataFrame:
    """Return how many failure cases ended where: columns stage, post, reason, cases, share (of all failure cases).

    Stages are `unheard` (nobody answered), `unreported`, `lost` (a report that died) and `acted on`.
    """
    cases = failure_cases(table)
    read = cases[["handler", "act", "report", "about", "recorded", "ended_at", "fate"]]
    rows = [_group(*row) for row in read.itertuples(index=False, name=None)]
    counted = pd.DataFrame(rows, columns=["stage", "post", "reason"]).value_counts().rename("cases").reset_index()
    counted["share"] = counted["cases"] / max(1, len(cases))
    order = {name: at for at, name in enumerate(("unheard", "unreported", "lost", "acted on"))}
    counted["_at"] = counted["stage"].map(order)
    counted = counted.sort_values(["_at", "cases", "post", "reason"], ascending=[True, False, True, True])
    return counted.drop(columns="_at").reset_index(drop=True)


def _group(
    handler: str, act: str, report: str, about: str, recorded: str, ended_at: str, fate: str
) -> tuple[str, str, str]:
    if fate == Fate.UNANSWERED.word:
        return ("unheard", "", "still waiting at the end")
    if fate == Fate.GAVE_UP.word:
        return ("unheard", "", "the customer gave up")
    if not report:
        return ("unreported", handler, "defended" if act == "defend" else "settled, not reported")
    if fate != Fate.ACTED_ON.word:
        return ("lost", ended_at, REASONS[fate])
    if report == "made up":
        return ("acted on", ended_at, "a settled case, its cause made up")
    return ("acted on", ended_at, "the true cause" if about == recorded else "another cause than the true one")
