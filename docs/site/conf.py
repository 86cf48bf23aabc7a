"""The site: the pages of this project as they stand, and the public names of the package. `make docs` builds it."""

import sys
from pathlib import Path

from docutils import nodes
from pygments.lexers.special import TextLexer

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "model"))

import reportsto  # noqa: E402  # from these sources, installed or not

project = "reportsto"
author = "The reportsto authors"
version = release = reportsto.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
root_doc = "docs/index"
include_patterns = [
    "docs/**.md", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "experiments/README.md", "notebooks/README.md",
    "gallery/README.md", "results/README.md", "results/*/finding.md", "results/organisations/**.md",
    "results/v1/**.md", "benchmarks/README.md", "paper/paper.md", "tests/labelled/README.md",
]  # fmt: skip
exclude_patterns = [".*", "build", "dist", "runs", "model"]
html_extra_path = ["index.html"]  # leads from the top of the site to docs/index.html

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 6
nitpick_ignore_regex = [("myst", r"(\.\./)*[\w/]+")]  # folders
autodoc_member_order = "bysource"
autodoc_typehints = "description"
napoleon_use_ivar = True

html_theme = "furo"
html_title = f"reportsto {release}"
html_copy_source = False


# A browser lets no page opened from a file read another one, so a search there lists pages without excerpts.
SEARCH_FROM_A_FILE = 'if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;'


def setup(app):
    """Show CSV as it stands, since Pygments knows no such language, and links to folders, since a site has none."""
    app.add_js_file(None, body=SEARCH_FROM_A_FILE)
    app.add_lexer("csv", TextLexer)
    app.connect("doctree-resolved", _folders_as_text)


def _folders_as_text(app, tree, name):
    for link in list(tree.findall(nodes.reference)):
        if link.get("refid", "") not in {"", *tree.ids}:
            link.replace_self(link.children)
