"""YAML as plain data with lines: texts, lists and mappings, and no alias, since aliases multiply."""

from typing import Any

import yaml

from reportsto.organisations.nested import LINE


class _Plain(yaml.BaseLoader):
    """A loader that takes every scalar as the text it is, and refuses aliases."""

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
            out[str(key.value)] = self.construct_object(value, deep=True)
        out[LINE] = node.start_mark.line + 1
        return out


_Plain.add_constructor("tag:yaml.org,2002:map", lambda loader, node: loader.construct_mapping(node))


def parsed(text: str) -> Any:
    """Return the data in a YAML text; raises `yaml.YAMLError`."""
    return yaml.load(text, Loader=_Plain)
