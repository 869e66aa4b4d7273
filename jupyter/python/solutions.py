"""The solutions of exercises/solutions, folded behind the cells that they answer."""

import re

from nbformat.v4 import new_markdown_cell

PART = re.compile(r"^## (?P<exercise>\S+)\n(?P<text>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
TAG = "exercise:"


def solutions_in(markdown):
    """The text under each heading, by the exercise that the heading names."""
    return {part["exercise"]: part["text"].strip() for part in PART.finditer(markdown)}


def with_solutions(notebook, solutions):
    """Puts a folded solution behind each cell with an exercise's tag; returns the exercises that have none."""
    cells, missing = [], []
    for cell in notebook.cells:
        cells.append(cell)
        for exercise in exercises_of(cell):
            if exercise in solutions:
                cells.append(new_markdown_cell(folded(exercise, solutions[exercise]), id=f"{cell.id}-solution"))
            else:
                missing.append(exercise)
    notebook.cells = cells
    return missing


def exercises_of(cell):
    """The exercises that a cell is the answer to, by its tags."""
    tags = cell.metadata.get("tags", [])
    return [tag.removeprefix(TAG) for tag in tags if tag.startswith(TAG)]


def folded(exercise, text):
    """Markdown that is one line until it is opened."""
    return f'<details class="solution"><summary>A solution of {exercise}</summary>\n\n{text}\n\n</details>'
