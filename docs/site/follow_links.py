"""Follow every link of the built site that leads to itself: each has a file, and each # an anchor in it."""

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Page(HTMLParser):
    """The links and the anchors of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = {""}
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.anchors |= {told[name] for name in ("id", "name") if name in told}
        self.links += [told[name] for name in ("href", "src") if name in told]


def lost(site: Path) -> list[str]:
    """Return each link that leads nowhere, with its page."""
    pages = {path.resolve(): Page(path) for path in site.rglob("*.html")}
    found = []
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if parts.scheme or parts.netloc:
                continue
            anchors = pages[target].anchors if target in pages else {unquote(parts.fragment)}
            if not target.is_file() or unquote(parts.fragment) not in anchors:
                found.append(f"{path.relative_to(site.resolve())}: {link}")
    return sorted(set(found))


if __name__ == "__main__":
    links = lost(Path(sys.argv[1]))
    print("\n".join(links) or "Every link inside the site leads somewhere.")
    sys.exit(bool(links))
