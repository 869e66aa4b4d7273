"""Which scripts the page of a notebook needs, and what it hands to them."""

import json
import re

PANEL = "application/vnd.cnn-notebooks.panel+json"
FORMULA = re.compile(r"\$|\\[(\[]|\\begin\{")  # by which a formula begins, and perhaps something else


def shown_as(notebook, mime):
    """What the cells show of this type."""
    outputs = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])]
    return [data[mime] for data in outputs if mime in data]


def has_figures(notebook):
    """Whether a page needs Plotly."""
    return bool(shown_as(notebook, "application/vnd.plotly.v1+json"))


def has_formulas(notebook):
    """Whether a page may need MathJax. It reads prose, HTML and Plotly's titles; code and pictures it leaves alone."""
    prose = [cell.source for cell in notebook.cells if cell.cell_type != "code"]
    types = ("text/markdown", "text/latex", "text/html", "application/vnd.plotly.v1+json")
    shown = [json.dumps(data) for mime in types for data in shown_as(notebook, mime)]
    return any(FORMULA.search(text) for text in [*prose, *shown])


def panel_files(notebook, scripts):
    """The scripts by which a page draws its panels, each once: `scripts` has those of every panel, in their order."""
    shown = shown_as(notebook, PANEL)
    names = [data.get("panel") for data in shown if isinstance(data, dict)]
    known = [name for name in names if isinstance(name, str) and name in scripts]
    return list(dict.fromkeys(file for name in [*known, "panels"] for file in scripts[name])) if shown else []


def script_json(value):
    """A value as the content of a script element: no blanks between numbers, and nothing that would end the element."""
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")
