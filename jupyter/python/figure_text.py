"""The text alternative of figures and pictures, for those who do not see them."""

import re
from xml.etree import ElementTree

TAG = re.compile(r"<[^<>]*>")


def plain(text):
    """A label of Plotly's, or a title, without its markup."""
    if isinstance(text, dict):
        text = text.get("text")
    return " ".join(TAG.sub(" ", text).split()) if isinstance(text, str) else ""


def sentence(text):
    """Text that ends like a sentence."""
    return text if not text or text[-1] in ".!?" else f"{text}."


def figure_description(figure):
    """The title, and `layout.meta.description`, which src/figures writes, or else what axes and curves are called."""
    layout = figure.get("layout")
    layout = layout if isinstance(layout, dict) else {}
    meta = layout.get("meta")
    described = meta.get("description") if isinstance(meta, dict) else None
    parts = [plain(layout.get("title")), plain(described) or by_axes(figure, layout)]
    return " ".join(sentence(part) for part in parts if part) or "A figure."


def by_axes(figure, layout):
    """ "A chart of loss by step: run 1, run 2." """
    axes = {letter: layout.get(f"{letter}axis") for letter in "xy"}
    axes = {letter: plain(axis.get("title")) if isinstance(axis, dict) else "" for letter, axis in axes.items()}
    traces = figure.get("data")
    traces = traces if isinstance(traces, list) else []
    names = [name for name in (plain(trace.get("name")) for trace in traces if isinstance(trace, dict)) if name]
    text = "A chart"
    if axes["y"]:
        text += f" of {axes['y']}"
    if axes["x"]:
        text += f" by {axes['x']}"
    return text + (f": {', '.join(names[:12])}" if names else "")


def svg_description(svg):
    """What an SVG picture says of itself."""
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError:
        return "A picture."
    title = next((child.text for child in root if child.tag.endswith("}title") and child.text), None)
    return root.get("aria-label") or title or "A picture."


def image_description(output):
    """What the output's metadata, or else its plain text, says of a picture."""
    for mime in ("image/png", "image/jpeg"):
        own = output.metadata.get(mime)
        if isinstance(own, dict) and isinstance(own.get("alt"), str):
            return own["alt"]
    text = plain(output.data.get("text/plain", ""))
    return text or "A picture."
