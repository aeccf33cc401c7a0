"""Templates as Django reads them, with what cannot change worked out once: each language has its own.

Words, icons and addresses of static files are text by the time a page is shown, comments and {% load %} are nothing,
an included template is looked up once. What a template says and how it escapes stays Django's; names of templates that
are variables, and what is written inside of other tags than those of `_WITHIN`, are left as they are.
"""

from collections.abc import Iterable
from html import escape
from typing import Any

from django.template import Context, NodeList, Template, defaulttags, loader_tags
from django.template.base import (
    FilterExpression,
    Node,
    Origin,
    TextNode,
    TokenType,
    VariableNode,
    render_value_in_context,
)
from django.template.library import SimpleNode
from django.template.loaders import cached
from django.templatetags import i18n, static
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from conversations.templatetags.shell import icon

_WITHIN = (
    defaulttags.ForNode,
    defaulttags.IfNode,
    defaulttags.WithNode,
    loader_tags.BlockNode,
    loader_tags.ExtendsNode,
)
"""The tags that show what is written inside of them as it stands there."""


class Loader(cached.Loader):
    """Django's own loader that keeps what it has read, by language."""

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        return f"{get_language()} {super().cache_key(template_name, skip)}"

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        template = super().get_template(template_name, skip)
        if not hasattr(template, "is_worked_out"):
            template.nodelist = _worked_out(template.nodelist, template)
            template.is_worked_out = True  # type: ignore[attr-defined]  # ours
        return template


def _worked_out(nodes: Iterable[Node], template: Template) -> NodeList:
    found = NodeList()
    for node in nodes:
        if isinstance(node, _WITHIN):
            _work_out_within(node, template)
        new = _same_or_less(node, template)
        if isinstance(new, TextNode) and found and isinstance(found[-1], TextNode):
            found[-1] = TextNode(found[-1].s + new.s)
        elif not isinstance(new, TextNode) or new.s:
            found.append(new)
    return found


def _work_out_within(node: Any, template: Template) -> None:
    if isinstance(node, defaulttags.IfNode):
        node.conditions_nodelists = [
            (asked, _worked_out(nodes, template)) for asked, nodes in node.conditions_nodelists
        ]
        return
    for name in node.child_nodelists:
        if hasattr(node, name):
            setattr(node, name, _worked_out(getattr(node, name), template))


def _same_or_less(node: Any, template: Template) -> Node:
    new: Node = node
    if isinstance(node, defaulttags.CommentNode | defaulttags.LoadNode):
        new = TextNode("")
    elif _is_constant(node):
        context = Context()
        context.template = template
        new = TextNode(str(node.render(context)))
    elif type(node) is VariableNode and not node.filter_expression.filters and node.filter_expression.is_var:
        new = _Value(node.filter_expression)
    elif type(node) is loader_tags.IncludeNode and _is_text(node.template) and not _is_relative(node.template):
        new = _Include(node.template, extra_context=node.extra_context, isolated_context=node.isolated_context)
    new.token, new.origin = node.token, node.origin
    return new


def _is_constant(node: Node) -> bool:
    """Whether it is the same on every page of a language."""
    match node:
        case i18n.TranslateNode():
            return not (node.asvar or node.message_context) and _is_word(node.filter_expression)
        case i18n.BlockTranslateNode():
            tokens = [*node.singular, *(node.plural or ())]
            other = node.asvar or node.extra_context or node.message_context or node.countervar
            return not other and all(token.token_type is TokenType.TEXT for token in tokens)
        case static.StaticNode():
            return node.varname is None and _is_text(node.path)
        case SimpleNode():
            return node.func is icon and not node.target_var and all(map(_is_text, [*node.args, *node.kwargs.values()]))
    return False


def _is_text(expression: FilterExpression) -> bool:
    return not expression.is_var and not expression.filters


def _is_relative(expression: FilterExpression) -> bool:
    return str(expression.var).startswith(("./", "../"))


def _is_word(expression: FilterExpression) -> bool:
    """A text in a {% translate %} stands as a variable that is looked up nowhere."""
    return expression.var.lookups is None and not expression.filters


class _Value(VariableNode):
    """{{ value }}: texts, which most are, are escaped at once."""

    def render(self, context: Context) -> SafeString:
        value = self.filter_expression.resolve(context)
        kind = type(value)
        if kind is SafeString:
            return value  # type: ignore[no-any-return]
        if kind is str and context.autoescape:
            return SafeString(escape(value))
        return SafeString(render_value_in_context(value, context))


class _Include(loader_tags.IncludeNode):
    """{% include "name" %}: the template is looked up when it is first shown, and then known."""

    found: Template | None = None

    def render(self, context: Context) -> SafeString:
        if self.found is None:
            self.found = context.template.engine.get_template(str(self.template.var))  # type: ignore[union-attr]
        values = {name: value.resolve(context) for name, value in self.extra_context.items()}
        if self.isolated_context:
            return self.found.render(context.new(values))
        with context.push(**values):
            return self.found.render(context)
