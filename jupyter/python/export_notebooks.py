"""Executes copies of notebooks in our kernel, writes each as an HTML page, and an index page over all.

    python export_notebooks.py [--shared ASSETS] [--solutions FOLDER] --all NOTEBOOK... --to OUTPUT_FOLDER NOTEBOOK...

scripts/export.mjs starts it. A notebook that fails costs one message and, in the end, exit code 1; the others are
exported. A page is written whole or not at all.
"""

import argparse
import asyncio
import json
import os
import re
import shutil
import signal
import sys
import time
import warnings
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.util import ensure_async
from nbconvert import HTMLExporter
from page_text import page_title
from site_index import index_page
from site_links import THIRD_PARTY, third_party_page
from solutions import solutions_in, with_solutions
from traitlets.config import Config

CONFIG = Path(__file__).parent.parent / "config" / "jupyter_config.json"
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


SCRIPTS = "scripts"  # the folder beside the pages, with --shared


class Failure(Exception):
    """Why a notebook has no page, in the reader's words."""


def read(path):
    """A notebook, brought to the current format; a byte order mark is no mistake."""
    try:
        notebook = nbformat.reads(path.read_text(encoding="utf-8-sig"), as_version=4)
    except OSError as error:
        raise Failure(f"{path.name}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise Failure(f"{path.name} is no notebook: it is not written in UTF-8") from error
    except Exception as error:
        raise Failure(f"{path.name} is no notebook: {why_not(path)}") from error
    if not isinstance(notebook.get("cells"), list):
        raise Failure(f"{path.name} is no notebook: it has no cells")
    return notebook


def why_not(path):
    """What a file is instead of a notebook."""
    text = path.read_text(encoding="utf-8-sig")
    if not text.strip():
        return "it is empty"
    if re.search(r"^(<{7}|>{7}) ", text, re.MULTILINE):
        return "it holds conflict marks of git; choose one side and save it"
    try:
        json.loads(text)
    except ValueError as error:
        return f"it is not valid JSON ({error})"
    return "it is JSON of another kind"


def report(line):
    """Prints a line at once, even if the output is not a terminal."""
    print(line, flush=True)


async def execute(notebook, path):
    """Runs all cells in place, in a new kernel that is gone afterwards."""
    resources = {"metadata": {"path": str(path.parent)}}
    notebook.metadata.pop("widgets", None)  # of an earlier run
    client = NotebookClient(
        notebook,
        kernel_name="tslab",
        timeout=None,
        startup_timeout=120,
        iopub_timeout=60,
        raise_on_iopub_timeout=True,
        shutdown_kernel="immediate",
        resources=resources,
    )
    async with client.async_setup_kernel():
        end_on_signals()  # nbclient has just set handlers that kill the kernel but let the run go on
        info = await client.async_wait_for_reply(await ensure_async(client.kc.kernel_info()))
        notebook.metadata["language_info"] = info["content"]["language_info"]
        executed = 0
        for index, cell in enumerate(notebook.cells):
            executed += cell.cell_type == "code"
            try:
                await client.async_execute_cell(cell, index, execution_count=executed)
            except asyncio.CancelledError:
                raise
            except Exception as error:
                raise Failure(describe(path, notebook, index, error)) from error
        client.set_widgets_metadata()


def describe(path, notebook, index, error):
    """Names the notebook, the cell with its first line, and the error."""
    cell = notebook.cells[index]
    first_line = next((line for line in cell.source.splitlines() if line.strip()), "")
    return f"{path.name}, cell {index + 1} of {len(notebook.cells)}: {first_line.strip()}\n  {reason(cell, error)}"


def reason(cell, error):
    """The cell's own error message, if it has one."""
    for output in cell.outputs:
        if output.output_type == "error":
            return COLOURS.sub("", f"{output.ename}: {output.evalue}")
    return f"{type(error).__name__}: {error}"


def convert(notebook, path, **more):
    """Makes the page with the settings that JupyterLab's menu uses."""
    exporter = HTMLExporter(config=Config(json.loads(CONFIG.read_text())))
    names = {"name": path.stem, "path": str(path.parent)}
    try:
        page, _ = exporter.from_notebook_node(notebook, resources={"metadata": names, **more})
    except Exception as error:
        raise Failure(f"{path.name} cannot be made into a page: {type(error).__name__}: {error}") from error
    return page


def write_whole(file, text):
    """Writes a file under a temporary name and renames it, so that no half of it is ever seen."""
    partial = file.with_name(f".{file.name}.partial")
    try:
        partial.write_text(text, encoding="utf-8")
        os.replace(partial, file)
    finally:
        partial.unlink(missing_ok=True)


def end_on_signals():
    """An interrupt cancels the run, which takes its kernel down on the way out."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(name, task.cancel)


async def export(paths, folder, known, assets, solutions):
    """Exports all notebooks, one after the other; returns the names of those that failed."""
    end_on_signals()
    folder.mkdir(parents=True, exist_ok=True)
    more = {"shared": SCRIPTS} if assets else {}
    if assets:
        share(assets, folder / SCRIPTS)
    failed = []
    for path in paths:
        report(f"• {path.name} …")
        start = time.monotonic()
        target = folder / f"{path.stem}.html"
        try:
            notebook = read(path)
            await execute(notebook, path)
            if solutions:
                fold_in(notebook, path, solutions)
            pages = titled_pages(known, lambda one: one in paths or (folder / f"{one.stem}.html").exists())
            write_whole(target, convert(notebook, path, pages=pages, **more))
        except Failure as failure:
            failed.append(path.stem)
            report(f"\n✗ {failure}\n")
            continue
        size = target.stat().st_size / 1e6
        report(f"✓ {folder.name}/{target.name} ({time.monotonic() - start:.1f} s, {size:.1f} MB)")
    write_index(folder, known)
    if len(failed) < len(paths):
        write_whole(folder / THIRD_PARTY, third_party_page())
    return failed


def fold_in(notebook, path, solutions):
    """Folds the notebook's page of solutions behind its exercises, where it has any."""
    page = solutions / f"{path.stem}.md"
    missing = with_solutions(notebook, solutions_in(page.read_text(encoding="utf-8")) if page.exists() else {})
    if missing:
        raise Failure(f"{path.name} has exercises without a solution in {page}: {', '.join(missing)}")


def share(assets, target):
    """Copies the scripts that the pages share."""
    target.mkdir(exist_ok=True)
    for name in ("plotly.min.js", "mathjax.js"):
        shutil.copyfile(assets / name, target / name)


def titled_pages(known, there):
    """Name and title of each notebook that has a page, in reading order."""
    return [(path.stem, title) for path, title in ((path, title_of(path)) for path in known) if title and there(path)]


def title_of(path):
    """The title of a notebook, None where it cannot be read."""
    try:
        return page_title(read(path), path.stem)
    except Failure:
        return None


def write_index(folder, known):
    """The page over all pages there are, those of earlier exports as well."""
    entries = []
    for path in known:
        if path.stem == "index":
            return  # it has that name itself
        if (folder / f"{path.stem}.html").exists() and title_of(path):
            entries.append((path, read(path)))
    if entries:
        write_whole(folder / "index.html", index_page(entries))
        report(f"✓ {folder.name}/index.html")


def arguments():
    """The command line, as scripts/export.mjs writes it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, metavar="ASSETS")
    parser.add_argument("--solutions", type=Path, metavar="FOLDER")
    parser.add_argument("--all", type=Path, nargs="+", metavar="NOTEBOOK")
    parser.add_argument("--to", type=Path, nargs="+", metavar="FOLDER_AND_NOTEBOOKS")
    return parser.parse_args()


def main():
    """Runs the export, and turns any error into one message."""
    warnings.simplefilter("ignore")
    given = arguments()
    folder, *paths = given.to
    try:
        failed = asyncio.run(export(paths, folder, given.all, given.shared, given.solutions))
    except (asyncio.CancelledError, KeyboardInterrupt):
        sys.exit(130)
    except OSError as error:
        sys.exit(f"\n✗ {error.filename or folder}: {error.strerror or error}")
    if failed:
        sys.exit(f"\n✗ {len(failed)} of {len(paths)} not exported: {', '.join(failed)}")


if __name__ == "__main__":
    main()
