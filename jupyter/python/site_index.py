"""The page over all exported notebooks."""

import base64
import mimetypes
import re
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader
from page_text import first_sentence, page_language, page_title, rendered

TEMPLATES = Path(__file__).parent.parent / "nbconvert" / "templates" / "one-file"
LARGEST = 300_000  # bytes of a picture that the index page takes


def index_page(entries):
    """HTML that lists notebooks, given as pairs of path and content."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    notebooks = [
        {
            "href": f"{quote(path.stem)}.html",
            "title": page_title(notebook, path.stem),
            "sentence": first_sentence(notebook),
            "picture": picture(notebook, path),
        }
        for path, notebook in entries
    ]
    language = page_language(entries[0][1], "en")
    return environment.get_template("site-index.html.j2").render(notebooks=notebooks, language=language)


def picture(notebook, path):
    """A data address of the picture that has the notebook's name, or else of the first in its text; or None."""
    own = [path.parent / "pictures" / f"{path.stem}.{ending}" for ending in ("svg", "png")]
    for candidate in [*own, *pictures_in_text(notebook, path.parent)]:
        if candidate.is_file() and candidate.stat().st_size < LARGEST:
            kind, _ = mimetypes.guess_type(candidate.name)
            if kind and kind.startswith("image/"):
                return f"data:{kind};base64,{base64.b64encode(candidate.read_bytes()).decode()}"
    return None


def pictures_in_text(notebook, folder):
    """The files below the notebook's folder that its text shows."""
    for text in rendered(notebook):
        for image in text.find_all("img", src=True):
            if not re.match(r"[a-z]+:|/", image["src"]):
                file = (folder / image["src"]).resolve()
                if file.is_relative_to(folder.resolve()):
                    yield file
