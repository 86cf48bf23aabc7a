"""The agents: service, logistics, marketing and sales staff, colleagues, managers, the chief executive.

A person knows what they have heard, what it pays, and what they think; whom they meet is the firm's business.
"""

from collections.abc import Sequence

import mesa

from reportsto.attitudes.anchors import anchor, contact_pull, next_contact, susceptibility
from reportsto.attitudes.influence import neighbour_mean, step
from reportsto.attitudes.turnover import leaving_hazard
from reportsto.incentives.pull import incentive_pull, remembered
from reportsto.orderflow.handling import Weights, choose, voice_score
from reportsto.parameters import Voice
from reportsto.reference.cases import Contact
from reportsto.schedule import DAYS_A_YEAR
from reportsto.vocabulary import N_CAUSES, Cause, Function
from reportsto.workplace import Workplace

RUMOURED = (Function.MARKETING, Function.SALES)
"""Functions whose people hear of failures by rumour, heads too."""

TOLD = (Function.LOGISTICS, Function.PRODUCT, Function.FINANCE)
"""Functions whose people hear every report acted on that names their function."""


NOTHING = (0.0,) * N_CAUSES
"""What somebody is told who is told nothing."""


class Person(mesa.Agent):
    """Somebody in a seat: an attitude, and a history of cases heard.

    Attributes:
        seat, post, function, department: where they sit; numbers of the chart.
        own_line: whether a cause is of their own line, by kind of contact.
        owned: whether anybody in the firm owns it, by kind of contact.
        strength, stakes, pay: what they are paid on, as `workplace.Pay`; `pay` is by case.
        stint: how often the seat was refilled.
        disposition: s, the attitude they were hired with, -1 to 1.
        attitude: x, -1 to 1.
        tonight: where it goes when the day ends.
        tenure: days.
        paid, cases: A and N of the incentive pull.
        contact: severities heard a day, smoothed.
        futility: how often reports were in vain, 0 to 1.
        heard, heard_severity, heard_any: failure cases heard today, by cause, their severities, and whether any.
    """

    def __init__(self, model: mesa.Model, seat: int, workplace: Workplace) -> None:
        """Put a person into a seat; society sets disposition and tenure."""
        super().__init__(model)
        self.parameters = workplace.parameters
        self.seat = seat
        self.belong(workplace)
        self.stint = -1
        self.arrive(0.0, 0.0)

    def belong(self, workplace: Workplace) -> None:
        """Take the place that a chart gives to this seat; attitude, history and tenure stay the person's own."""
        facts = workplace.facts
        post = self.post = facts.post_of[self.seat]
        pay = workplace.pay[post]
        self.function, self.department = Function(facts.function[post]), facts.department[post]
        self.own_line, self.owned = facts.own_line[post], facts.owned
        self.strength, self.stakes, self.pay = pay.strength, pay.stakes, pay.case

    def arrive(self, disposition: float, tenure: float) -> None:
        """Start afresh in this seat: a newcomer brings a disposition and no history."""
        self.disposition = self.attitude = self.tonight = disposition
        self.tenure = tenure
        self.paid = self.cases = self.contact = self.futility = 0.0
        self.heard = [0.0] * N_CAUSES
        self.heard_severity = 0.0
        self.heard_any = False
        self.stint += 1

    def hear(self, cause: int, severity: float, weight: float = 1.0) -> None:
        """Hear of one failure case today, which counts as so many."""
        self.heard[cause] += weight
        self.heard_any = True
        self.heard_severity += weight * severity

    def meet(self, severity: float) -> None:
        """Hear of one failure case that is on nobody's metrics: it moves the pull of contact, and no pay."""
        self.heard_severity += severity

    def remember(self, told: Sequence[float], told_severity: float, weight: float) -> None:
        """Take in what the day brought: cases heard, and `told` cases by cause that count `weight` each."""
        rules = self.parameters.incentives
        paid, cases = remembered(self.paid, rules.memory_days), remembered(self.cases, rules.memory_days)
        if self.heard_any or told is not NOTHING:
            for cause, pay in enumerate(self.pay):
                count = self.heard[cause] + weight * told[cause]
                if count > 0.0:
                    paid += count * pay
                    cases += count
                    self.heard[cause] = 0.0
            self.heard_any = False
        self.paid, self.cases = paid, cases
        severity, days = self.heard_severity + told_severity, self.parameters.attitudes.contact_days
        self.contact = next_contact(self.contact, severity, days)
        self.heard_severity = 0.0

    def consider(self, weighted: float, weight: float) -> None:
        """Work out tonight's attitude from neighbours (a weighted sum and its weight) and one's own anchor."""
        rules, incentives = self.parameters.attitudes, self.parameters.incentives
        u = anchor(
            self.disposition,
            incentive_pull(self.paid, self.cases, incentives.prior_cases),
            contact_pull(self.contact, rules.contact_scale),
            rules.weight_disposition,
            rules.weight_incentives,
            rules.weight_contact,
        )
        open_to = susceptibility(self.tenure, rules.susceptibility, rules.newcomer_susceptibility, rules.settling_days)
        self.tonight = step(self.attitude, neighbour_mean(weighted, weight, self.attitude), u, open_to, rules.speed)

    def hazard(self, department_mean: float) -> float:
        """Return the chance to leave today, where colleagues have this mean attitude."""
        rules = self.parameters.turnover
        return leaving_hazard(
            rules.yearly[self.function],
            DAYS_A_YEAR,
            self.attitude,
            department_mean,
            rules.misfit,
            self.futility,
            rules.unheard,
        )


class ServicePerson(Person):
    """Somebody who answers customers."""

    owed: float = 0.0
    hours: float = 0.0

    def start_day(self, hours: float) -> None:
        """Begin with a day's hours, less what yesterday's last contact overran."""
        self.hours = hours - self.owed

    def end_day(self) -> None:
        """Owe the overrun to tomorrow."""
        self.owed = max(0.0, -self.hours)

    def answer(self, case: Contact, rules: Voice) -> int:
        """Advocate, settle or defend one failure case, having heard it."""
        if self.owned[case.kind]:
            self.hear(case.kind, case.severity)
        else:
            self.meet(case.severity)
        score = voice_score(
            self.attitude,
            case.severity,
            self.own_line[case.kind],
            self.futility,
            case.noise,
            Weights(rules.attitude, rules.severity, rules.own_line, rules.futility),
            self.strength,
            self.stakes[case.kind],
        )
        return choose(score, rules.settle_bar, rules.settle_width, rules.report_bar)


class LogisticsPerson(Person):
    """Somebody who picks, packs, ships and refunds; hears every decided report that names logistics."""


class Marketer(Person):
    """Somebody in marketing; hears of failures by rumour."""


class Seller(Person):
    """Somebody in sales; hears of failures by rumour."""


class Colleague(Person):
    """Somebody in product, finance, administration or service management without reports."""


class Manager(Person):
    """Somebody with direct reports, or who reports to the chief executive."""


class ChiefExecutive(Manager):
    """The top of the chart: arbiter between departments, with the same hours as any manager."""


class CustomerTruth:
    """What today's failures were: the rumours that marketers and sellers hear, of what somebody in the firm owns."""

    def __init__(
        self, failures: Sequence[float], severity: Sequence[float], rumours: float, owned: Sequence[bool]
    ) -> None:
        """Turn today's true failures by cause into shares and mean severity; nothing to hear on a day without."""
        failures = [count if mine else 0.0 for count, mine in zip(failures, owned, strict=False)]
        everything = 0.0
        pain = 0.0
        for cause in Cause:
            everything += failures[cause]
            pain += failures[cause] * severity[cause]
        self.weight = rumours if everything > 0.0 else 0.0
        self.shares = [count / everything if everything > 0.0 else 0.0 for count in failures]
        self.severity = rumours * pain / everything if everything > 0.0 else 0.0
