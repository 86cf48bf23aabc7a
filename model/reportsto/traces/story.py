"""One case of a traced run, told in sentences."""

import pandas as pd

from reportsto.errors import SettingError
from reportsto.traces.columns import WAY, split_way
from reportsto.tracing import Fate
from reportsto.vocabulary import Cause

DID = {
    "advocate": "takes the customer's side, makes it good and reports it",
    "settle": "makes it good",
    "defend": "defends the company",
    "": "answers",
}


def story(table: pd.DataFrame, case: int) -> list[str]:
    """Return what became of a case of one traced run; raises `SettingError` for a number no case has."""
    rows = table[table["case"] == case]
    if rows.empty:
        raise SettingError(f"--case is {case}; expected a number from 0 to {len(table) - 1}")
    row = rows.iloc[0]
    come_back = table.loc[table["after"] == case, "case"].tolist()
    off = f", without {row['without']}" if row["without"] else ""
    return [
        f"Case {case} of {row['structure']} in {row['firm']}, world {row['world']}{off}, "
        f"seed {row['seed']}, replicate {row['replicate']}.",
        _beginning(row),
        *_answer(row, come_back),
        *_climb(row),
        *_end(row),
        f"Its numbers are drawn at day {row['address_day']}, entity {row['address_entity']}, "
        f"generation {row['address_generation']}.",
    ]


def _beginning(row: pd.Series) -> str:
    if row["about"] not in Cause.words():
        return f"Day {row['arrived']}: a customer asks: {row['about']}."
    when = "the same day" if row["arrived"] == row["failed"] else f"on day {row['arrived']}"
    if not pd.isna(row["after"]):
        return (
            f"Day {row['failed']}: case {row['after']} is answered poorly; "
            f"the customer complains {when} ({row['about']}, severity {row['severity']:.2f})."
        )
    return (
        f"Day {row['failed']}: an order fails: {row['about']} (severity {row['severity']:.2f}). "
        f"The customer complains {when}."
    )


def _answer(row: pd.Series, come_back: list[int]) -> list[str]:
    if row["fate"] == Fate.UNANSWERED.word:
        return ["Nobody had answered when the run ended."]
    if row["fate"] == Fate.GAVE_UP.word:
        return [f"Day {row['answered']}: nobody has answered; the customer gives up."]
    did = DID[row["act"]]
    if row["report"] == "made up":
        did += ", and reports it all the same, with a cause made up"
    elif row["act"] == "settle":
        carriers = row["about"] == Cause.IN_TRANSIT.word
        did += "; nobody in the firm could be told" if carriers else " and leaves it at that"
    quarrel = (
        ["The answer ends in a quarrel with those who own the cause: hours of the arbiter."] if row["quarrel"] else []
    )
    return [
        f"Day {row['answered']}: {row['handler']}, person {row['person']}, {did}.",
        *quarrel,
        *_poor(row, come_back),
    ]


def _poor(row: pd.Series, come_back: list[int]) -> list[str]:
    """Return what came of a poor answer."""
    if row["answer"] == "poor":
        return ["The answer was poor; the customer says nothing."]
    if come_back:
        return [f"The answer was poor: the customer comes back as case {come_back[0]}."]
    return [] if row["answer"] in ("good", "") else ["The answer was poor: the customer would come back."]


def _climb(row: pd.Series) -> list[str]:
    if not row["report"]:
        return []
    changed = "" if row["recorded"] == row["about"] else f", where it was {row['about']}"
    way = split_way(row["way"])
    passed = way[: row["passed"]]
    lines = [f"Day {row['answered']}: the report says {row['recorded']}{changed}. Its way: {WAY.join(way)}."]
    if passed:
        one = len(passed) == 1
        lines.append(f"Day {row['answered']}: {' and '.join(passed)} {'passes' if one else 'pass'} it on.")
    return lines


def _end(row: pd.Series) -> list[str]:
    where, when = row["ended_at"], f"Day {row['ended']}"
    acted = f"{row['owner']} is told of {row['recorded']} and pressed to mend it"
    wrong = row["recorded"] != row["about"] or row["report"] == "made up"
    of_use = "; it was something else, so they learn nothing" if wrong else ", and learns what went wrong"
    told = {
        Fate.KEPT.word: f"{when}: {where} keeps the report. Nothing is mended.",
        Fate.AT_A_DESK.word: f"It still lay on the desk of {where} when the run ended.",
        Fate.LOST.word: f"{when}: the report has waited too long for {where} and is lost. Nothing is mended.",
        Fate.DECLINED.word: f"{when}: {where} reads the report and does not act. Nothing is mended.",
        Fate.ACTED_ON.word: f"{when}: {where} acts on the report: {acted}{of_use}.",
    }
    return [told[row["fate"]]] if row["fate"] in told else []
