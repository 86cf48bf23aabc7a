"""Write codemeta.json, by which catalogues of software read what this is, from pyproject.toml and CITATION.cff.

Run `python docs/write_codemeta.py` after a change of either; `tests/documents/test_codemeta.py` fails while the file is
out of date. What nobody can know yet (persons, an address, a DOI) is left out: see CITATION.cff.
"""

import json
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
FILE = ROOT / "codemeta.json"


def codemeta() -> str:
    """Return the text of codemeta.json."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    extras = [one for wanted in project["optional-dependencies"].values() for one in wanted]
    told = {
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": "SoftwareSourceCode",
        "name": project["name"],
        "alternateName": cited["title"],
        "description": " ".join(cited["abstract"].split()),
        "version": project["version"],
        "datePublished": str(cited["date-released"]),
        "license": f"https://spdx.org/licenses/{project['license']}",
        "author": [{"@type": "Organization", "name": one["name"]} for one in cited["authors"]],
        "keywords": sorted({*project["keywords"], *cited["keywords"]}),
        "programmingLanguage": {"@type": "ComputerLanguage", "name": "Python"},
        "runtimePlatform": f"Python {project['requires-python']}",
        "operatingSystem": "independent",
        "softwareRequirements": project["dependencies"],
        "softwareSuggestions": sorted(set(extras)),
        "softwareHelp": {"@type": "WebPage", "name": "docs/index.md, or the site that make docs builds"},
        "buildInstructions": "make setup",
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(codemeta(), encoding="utf-8")
