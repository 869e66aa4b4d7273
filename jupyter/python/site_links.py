"""Where an exported page leads: to the same notebook in the browser edition, and to the list of others' code in it."""

import json
import os
import re
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from nbconvert.filters.markdown_mistune import markdown2html_mistune

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "jupyter" / "nbconvert" / "templates" / "one-file"
THIRD_PARTY = "THIRD-PARTY.html"  # beside the pages of an export, and in the browser edition


def site_address():
    """The browser edition's address, with a slash at its end; None where no one says it.

    CNN_NOTEBOOKS_SITE tells it, or `notebooks.site` in package.json.
    """
    told = os.environ.get("CNN_NOTEBOOKS_SITE")
    if told is None:
        told = json.loads((ROOT / "package.json").read_text(encoding="utf-8")).get("notebooks", {}).get("site")
    if not told:
        return None
    if not isinstance(told, str) or not re.fullmatch(r"https?://[^\s?#]+", told):
        raise ValueError(f"the browser edition's address must be http(s)://…, without ? and #, got {told!r}")
    return told.removesuffix("index.html").rstrip("/") + "/"


def live_page(resources):
    """The address at which the browser edition opens this notebook; None for notebooks that it does not have."""
    address = site_address()
    if address is None:
        return None
    file = Path(resources["metadata"].get("path") or ".", f"{resources['metadata']['name']}.ipynb").resolve()
    if not file.is_relative_to(ROOT / "notebooks") or not file.exists():
        return None
    return f"{address}lab/index.html?path={quote(file.relative_to(ROOT).as_posix())}"


def third_party(resources):
    """The address of the list of others' code; None for a page that lies alone and knows of no browser edition."""
    address = site_address()
    if address is not None:
        return address + THIRD_PARTY
    return THIRD_PARTY if resources.get("pages") is not None else None


def third_party_page():
    """THIRD-PARTY.md as an HTML page."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    text = markdown2html_mistune((ROOT / "THIRD-PARTY.md").read_text(encoding="utf-8"))
    return environment.get_template("third-party.html.j2").render(text=Markup(text))


if __name__ == "__main__":
    print(third_party_page())
