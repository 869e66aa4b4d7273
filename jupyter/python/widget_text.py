"""Widgets in a page without a kernel: what they are set to, as text, and the last that their code has shown.

A saved notebook holds the state of its widgets in `metadata.widgets`: nbclient writes it, and JupyterLab with the
project's settings. A control that nobody answers is worse than none, so pages have no controls.
"""

from html import escape

from nbconvert.preprocessors import Preprocessor
from nbformat import from_dict

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
REFERENCE = "IPY_MODEL_"

# What JupyterLab leaves out of a state, because a front end begins with it.
DEFAULTS = {"FloatSliderModel": 0.0, "IntSliderModel": 0, "CheckboxModel": False, "TextModel": ""}


class WidgetText(Preprocessor):
    """Replaces each output that is a widget by outputs that need no kernel."""

    def preprocess(self, nb, resources):
        """All cells. A widget without a state is its `text/plain`."""
        saved = nb.metadata.pop("widgets", {}).get(STATE, {})
        models = saved.get("state", {})
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.outputs = [new for output in cell.outputs for new in static_outputs(output, models)]
        return nb, resources


def static_outputs(output, models):
    """An output as it is, or what stands for the widget in it."""
    data = output.get("data", {})
    view = data.pop(VIEW, None)
    model_id = view.get("model_id") if isinstance(view, dict) else None
    if model_id not in models:
        return [output] if view is None or data else []
    parts = list(parts_of(model_id, models))
    values = [part for part in parts if isinstance(part, tuple)]
    shown = [from_dict(part) for part in parts if isinstance(part, dict)]
    if not values:
        return shown
    output.data = from_dict({"text/html": values_html(values), "text/plain": values_text(values)})
    return [output, *shown]


def parts_of(model_id, models):
    """In order: `(label, value)` of each control, and each output that a widget holds."""
    model = models.get(model_id, {})
    state = model.get("state", {})
    for child in state.get("children", []):
        yield from parts_of(str(child).removeprefix(REFERENCE), models)
    yield from state.get("outputs", [])
    value = value_of(model.get("model_name"), state)
    if value is not None:
        yield state.get("description", ""), value


def value_of(name, state):
    """What a control is set to, in words; None for what has no value, such as a button."""
    if "_options_labels" in state:
        labels, index = state["_options_labels"], state.get("index")
        return labels[index] if isinstance(index, int) and 0 <= index < len(labels) else ""
    value = state.get("value", DEFAULTS.get(name))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return formatted(value, state.get("readout_format", "d" if name == "IntSliderModel" else ".2f"))
    return value if isinstance(value, str) and name in DEFAULTS else None


def formatted(value, form):
    """A number as its slider shows it; the front end's formats and Python's are the same for plain ones."""
    try:
        return format(value, form)
    except ValueError:
        return str(value)


def values_text(values):
    """ "rate: 0.50, kind: sin" """
    return ", ".join(f"{label}: {value}" if label else value for label, value in values)


def values_html(values):
    """The same, each with its value in bold."""
    items = [f"{escape(label)}: <b>{escape(value)}</b>" if label else escape(value) for label, value in values]
    return f'<p class="widget-values">{" ".join(f"<span>{item}</span>" for item in items)}</p>'
