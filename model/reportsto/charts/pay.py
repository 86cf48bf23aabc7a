"""Which post is paid on what: the scorecards of a chart."""

from collections.abc import Mapping

from reportsto.charts.chart import Chart
from reportsto.errors import SettingError, unknown_name
from reportsto.parameters import Incentives
from reportsto.vocabulary import Function


def defence_pay(chart: Chart, rules: Incentives, scorecards: Mapping[str, float]) -> list[float]:
    """Return beta_d of each post, in row order: its scorecard's, its function's, or the default.

    Scorecards name a function or a post id. Raises `UnknownName` or `SettingError`.
    """
    posts = list(dict.fromkeys(post.base for post in chart.posts))
    for name, value in scorecards.items():
        if name not in posts and name not in Function.words():
            raise unknown_name("scorecard", name, [*Function.words(), *posts])
        if not 0.0 <= value <= 10.0:
            raise SettingError(f"scorecard {name} is {value!r}; expected a number from 0 to 10")
    if rules.customer_pay == 0.0 and rules.defence_pay == 0.0:
        return [0.0] * len(chart.posts)  # nobody is paid on anything: no scorecard to change
    return [scorecards.get(post.base, scorecards.get(post.function.word, rules.defence_pay)) for post in chart.posts]
