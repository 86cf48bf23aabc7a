"""What was expected before the first run in a folder: it stays as it was, and what came later is told."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from reportsto.digests import digest, text_digest
from reportsto.studies.study import Prediction, Study, predictions_digest

PREDICTIONS, EACH, WORLDS, RECORDED = "predictions", "each_prediction", "worlds", "recorded"
LATER_TOO = {"family": "[family]", "lower_is_better": "lower_is_better"}
"""What decides how results are read, and what it is called in a study file."""
FIELDS = (PREDICTIONS, EACH, "study_file", RECORDED, WORLDS, *LATER_TOO)
"""Digests and names that are recorded, and when."""
AFTER = "changed after the first run in this folder."

Record = Mapping[str, str]


def recorded(study: Study, before: Record | None = None) -> Record:
    """Return what a study expects, as it is recorded before its first run; an earlier record as it stands.

    Where worlds were recorded, those the study asks in now come beside them. What nobody wrote down before runs were
    made is not written down afterwards.
    """
    if before is not None:
        worlds = before.get(WORLDS, "").split()
        told = {name: before.get(name, "") for name in FIELDS}
        return told | {WORLDS: " ".join(dict.fromkeys([*worlds, *study.levers.worlds])) if worlds else ""}
    family, firms = study.family, study.levers.firms
    named = [family.contrasts, family.measures, () if family.firms == firms else family.firms]
    return {
        PREDICTIONS: predictions_digest(study.predictions),
        EACH: " ".join(_as_written(one, study) for one in study.predictions),
        "study_file": text_digest(study.text),
        RECORDED: datetime.now(UTC).isoformat(timespec="seconds"),
        WORLDS: " ".join(study.levers.worlds),
        "family": digest([*named, family.variants] if family.variants != ("",) else named),
        "lower_is_better": digest(sorted(study.outcomes.lower_is_better)),
    }


def told_changes(record: Record, study: Study) -> list[str]:
    """Return a note for each thing expected that is not as recorded; new predictions are named if they can be."""
    now = recorded(study)
    later = [name for field, name in LATER_TOO.items() if record.get(field, "") not in ("", now[field])]
    changed = (f"{name} was {AFTER}" for name in later)
    return [*_changed_predictions(record, study), *_left_worlds(record, study), *changed]


def _left_worlds(record: Record, study: Study) -> list[str]:
    """Return a note on worlds that are asked in no more; predictions stay what they are in the others."""
    gone = [world for world in record.get(WORLDS, "").split() if world not in study.levers.worlds]
    return [f"Worlds were left out after the first run in this folder: {', '.join(gone)}."] if gone else []


def _changed_predictions(record: Record, study: Study) -> list[str]:
    note = f"The predictions were {AFTER}"
    if EACH not in record:
        return [note] if record.get(PREDICTIONS, "") not in ("", predictions_digest(study.predictions)) else []
    # Asked in every world: the same prediction where worlds came to the study, or left it.
    forms = [(one.claim, {predictions_digest([one]), _as_written(one, study)}) for one in study.predictions]
    before = set(record[EACH].split())
    new = dict.fromkeys(claim for claim, digests in forms if not digests & before)
    if new:
        return [f"{note} Added or changed since: {', '.join(new)}."]
    gone = before.difference(*(digests for _, digests in forms))
    return [f"{note} Some were taken out."] if gone else []


def _as_written(one: Prediction, study: Study) -> str:
    """Return the digest of a prediction; without its worlds where it is asked in all, as one that names none."""
    return predictions_digest([replace(one, worlds=()) if one.worlds == study.levers.worlds else one])
