"""reportsto: an agent-based incentive model of where customer service sits on the org chart.

Names are loaded when first used, so that importing the package costs nothing.
"""

from importlib import import_module

__version__ = "0.1.0"

_HOME = {
    "simulate": "api",
    "scenario": "api",
    "run_one": "api",
    "run_details": "api",
    "Scenario": "api",
    "Study": "studies.study",
    "match": "patterns.matching",
    "read_study": "studies.specification",
    "read_firm": "studies.firm_file",
    "run_study": "running.run_study",
    "Parameters": "parameters",
    "Firm": "mesa_model",
    "Chart": "charts.chart",
    "Post": "charts.chart",
    "read_chart": "chart_files.reading",
    "STRUCTURES": "structures",
    "FIRMS": "firms",
    "WORLDS": "worlds",
}
__all__ = ["__version__", *_HOME]


def __getattr__(name: str) -> object:
    if name in _HOME:
        return getattr(import_module(f"reportsto.{_HOME[name]}"), name)
    raise AttributeError(f"module 'reportsto' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
