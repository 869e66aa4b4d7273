"""Markdown of an exported page: nbconvert's, with what it leaves out."""

import re
from urllib.parse import unquote

from jinja2 import pass_context
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from typescript_lexer import highlighted

NOTEBOOK = re.compile(r"(?P<name>[^/?#:]+)\.ipynb(?P<rest>#.*)?")
IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
ATTACHED = re.compile(r"""(?P<before>\bsrc\s*=\s*(?P<quote>["']))attachment:(?P<name>[^"']*)""", re.IGNORECASE)
# In "28 × 28" and "97 %" no line ends.
HELD = re.compile(r"(?<=\d) (?=[×%])|(?<=×) (?=\d)")
TYPESCRIPT = {"ts", "typescript"}


class PageRenderer(IPythonRenderer):
    """Embeds attachments of <img>, leads links of notebooks to their pages, and gives each heading its own id."""

    def __init__(self, *, resources, **options):
        super().__init__(escape=False, embed_images=True, **options)
        self.resources = resources

    def text(self, text):
        return HELD.sub("\N{NO-BREAK SPACE}", super().text(text))

    def _embed_image_or_attachment(self, src):
        if not src.startswith("attachment:"):
            return super()._embed_image_or_attachment(src)
        name = src.removeprefix("attachment:")
        for known in (name, unquote(name)):
            if known in self.attachments:
                return super()._embed_image_or_attachment(f"attachment:{known}")
        return src  # broken there as it is in JupyterLab, which is no reason to have no page

    def _html_embed_images(self, html):
        # Piece by piece: parsing an opening tag on its own would close it.
        return IMAGE.sub(lambda tag: super(PageRenderer, self)._html_embed_images(self._with_attachment(tag[0])), html)

    def _with_attachment(self, tag):
        def embedded(match):
            return match["before"] + self._embed_image_or_attachment(f"attachment:{match['name']}")

        return ATTACHED.sub(embedded, tag)

    def link(self, text, url, title=None):
        notebook = NOTEBOOK.fullmatch(url)
        if not notebook:
            return super().link(text, url, title)
        pages = self.resources.get("pages")
        if pages is not None and unquote(notebook["name"]) not in [name for name, _ in pages]:
            return text  # its page was not written
        return super().link(text, f"{notebook['name']}.html{notebook['rest'] or ''}", title)

    def heading(self, text, level, **attrs):
        html = super().heading(text, level, **attrs)
        found = re.search(r' id="([^"]*)"', html)
        if not found:
            return html
        seen = self.resources.setdefault("heading_ids", {})
        seen[found[1]] = seen.get(found[1], 0) + 1
        if seen[found[1]] == 1:
            return html
        own = f"{found[1]}-{seen[found[1]]}"
        return html.replace(f' id="{found[1]}"', f' id="{own}"').replace(f' href="#{found[1]}"', f' href="#{own}"')

    def block_code(self, code, info=None):
        if info and info.split()[:1] and info.split()[0] in TYPESCRIPT:
            return highlighted(code)
        return super().block_code(code, info)


@pass_context
def markdown2html(context, source):
    """The filter that nbconvert's templates call."""
    resources = context.get("resources", {})
    renderer = PageRenderer(
        resources=resources,
        path=resources.get("metadata", {}).get("path", ""),
        attachments=context.get("cell", {}).get("attachments", {}),
    )
    return MarkdownWithMath(renderer=renderer).render(source)


@pass_context
def highlight_code(context, source, language=None, metadata=None):
    """Code of a cell in colours."""
    info = context["nb"].metadata.get("language_info", {})
    lexer = language or info.get("pygments_lexer") or info.get("name")
    if lexer in TYPESCRIPT:
        return highlighted(source)
    return Highlight2HTML(pygments_lexer=lexer)(source, language, metadata)
