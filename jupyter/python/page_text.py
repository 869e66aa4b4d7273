"""What the page of a notebook says about itself: title, first sentence, language, contents, links to its neighbours."""

import re
from urllib.parse import quote

from bs4 import BeautifulSoup
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
SENTENCE = re.compile(r".*?[.!?。！？](?=\s|$|(?<=[。！？]))", re.DOTALL)


class TextRenderer(IPythonRenderer):
    """Markdown for its words: pictures keep their addresses."""

    def _embed_image_or_attachment(self, src):
        return src


def rendered(notebook):
    """The Markdown cells of a notebook, one after the other, as parsed HTML."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            renderer = TextRenderer(escape=False, exclude_anchor_links=True)
            yield BeautifulSoup(MarkdownWithMath(renderer=renderer).render(cell.source), "html.parser")


def words(element):
    """The text of an element on one line."""
    return " ".join(element.get_text().split())


def page_title(notebook, name):
    """The title in the notebook's metadata, or its first heading, or else its name."""
    title = notebook.metadata.get("title")
    if isinstance(title, str) and title.strip():
        return title.strip()
    for text in rendered(notebook):
        heading = text.find("h1")
        if heading and words(heading):
            return words(heading)
    return name


def first_sentence(notebook):
    """The first sentence of the first paragraph; nothing where there is no paragraph."""
    for text in rendered(notebook):
        for paragraph in text.find_all("p"):
            said = words(paragraph)
            if said:
                sentence = SENTENCE.match(said)
                return sentence[0] if sentence else said
    return ""


def page_language(notebook, otherwise):
    """What `lang` in the notebook's metadata says, such as "zh-CN"."""
    language = notebook.metadata.get("lang")
    return language if isinstance(language, str) and LANGUAGE.fullmatch(language) else otherwise


def headings(cells):
    """Level, id and text of the sections on a page."""
    found = BeautifulSoup(cells, "html.parser").select(".jp-MarkdownCell :is(h2, h3)[id]")
    for heading in found:
        for anchor in heading.select("a.anchor-link"):
            anchor.extract()
    return [{"level": int(one.name[1]), "id": one["id"], "text": words(one)} for one in found]


def pages_beside(resources):
    """Links to the pages before and after this one among `pages`, pairs of name and title in reading order."""
    pages = resources.get("pages") or []
    names = [name for name, _ in pages]
    name = resources["metadata"].get("name")
    if name not in names:
        return []
    at = names.index(name)
    links = []
    if at > 0:
        links.append({"rel": "prev", "href": f"{quote(names[at - 1])}.html", "text": f"← {pages[at - 1][1]}"})
    if at + 1 < len(pages):
        links.append({"rel": "next", "href": f"{quote(names[at + 1])}.html", "text": f"{pages[at + 1][1]} →"})
    return links


def folded(cell):
    """The words on what is folded away, by Jupyter Book's tags and by what JupyterLab stores."""
    tags = set(cell.metadata.get("tags", []))
    hidden = cell.metadata.get("jupyter", {})
    if "hide-cell" in tags:
        return {"cell": "Show code and output"}
    code = "hide-input" in tags or hidden.get("source_hidden")
    output = "hide-output" in tags or hidden.get("outputs_hidden") or cell.metadata.get("collapsed")
    return {"input": "Show code" if code else None, "output": "Show output" if output else None}
