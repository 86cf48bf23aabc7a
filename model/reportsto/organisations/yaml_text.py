"""YAML as plain data with lines: texts, lists and mappings, and no alias, since aliases multiply."""

from typing import Any

import yaml

from reportsto.organisations.nested import LINE


class _Plain(yaml.BaseLoader):
    """A loader that takes every scalar as the text it is, and refuses aliases."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.twice: list[tuple[int, str]] = []

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Return the next node."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(
                None, None, "an alias (*name); expected each post written out", self.peek_event().start_mark
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = True) -> dict[str, Any]:
        """Return a mapping with the line on which it begins."""
        out: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "a key that is no text", key.start_mark)
            if str(key.value) in out:
                self.twice.append((key.start_mark.line + 1, str(key.value)))
            out[str(key.value)] = self.construct_object(value, deep=True)
        out[LINE] = node.start_mark.line + 1
        return out


_Plain.add_constructor("tag:yaml.org,2002:map", lambda loader, node: loader.construct_mapping(node))


def parsed(text: str) -> tuple[Any, list[tuple[int, str]]]:
    """Return the data in a YAML text, and line and name of each key that its mapping has already.

    Raises `yaml.YAMLError`.
    """
    loader = _Plain(text)
    try:
        return loader.get_single_data(), loader.twice
    finally:
        loader.dispose()
