"""The filter behind "Sanitize HTML output" in JupyterLab's export.

nbconvert's own filter allows neither paragraphs, headings nor images, so a page exported with the box ticked
(its default) shows their tags as text. This filter allows what Markdown, tables and SVG pictures need,
and still nothing that runs.
"""

import re

import bleach
from bleach.css_sanitizer import CSSSanitizer

TAGS = {
    *bleach.ALLOWED_TAGS,
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "div", "span", "pre", "del", "s", "small"),
    *("sub", "sup", "kbd", "mark", "q", "dl", "dt", "dd", "figure", "figcaption", "details", "summary", "img"),
    *("table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"),
}

ATTRIBUTES = {
    "*": {"class", "id", "style", "title", "align"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}

PICTURE = re.compile(r"data:image/(svg\+xml|png|jpeg|gif|webp);base64,")


def allowed(tag, name, value):
    """Whether an attribute stays. A `data:` address stays only as a picture, in which no script runs."""
    if name not in ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()):
        return False
    without_spaces = re.sub(r"[\x00-\x20\x7f-\xa0]", "", value).lower()
    return not without_spaces.startswith("data:") or (tag == "img" and PICTURE.match(value) is not None)


def clean_html(element):
    """Escapes every tag of `element` that is not known to be harmless."""
    text = element.decode() if isinstance(element, bytes) else str(element)
    return bleach.clean(
        text,
        tags=TAGS,
        attributes=allowed,
        protocols={*bleach.ALLOWED_PROTOCOLS, "data"},
        css_sanitizer=CSSSanitizer(),
    )
