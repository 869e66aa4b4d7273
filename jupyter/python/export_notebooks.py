"""Executes copies of notebooks in our kernel and writes each as one HTML page.

    python export_notebooks.py OUTPUT_FOLDER NOTEBOOK...

scripts/export.mjs starts it. A failing cell ends it with one message and exit code 1; a page is written whole or not at all.
"""

import asyncio
import json
import os
import re
import signal
import sys
import time
import warnings
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbclient.util import ensure_async
from nbconvert import HTMLExporter
from traitlets.config import Config

CONFIG = Path(__file__).parent.parent / "config" / "jupyter_config.json"
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class Failure(Exception):
    """What ends the export, in the reader's words."""


def report(line):
    """Shows a line at once, also where the output is no terminal."""
    print(line, flush=True)


async def execute(notebook, path):
    """Runs all cells in place, in a kernel of their own that is gone afterwards."""
    resources = {"metadata": {"path": str(path.parent)}}
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


def describe(path, notebook, index, error):
    """The notebook, the cell and its first line, the error."""
    cell = notebook.cells[index]
    first_line = next((line for line in cell.source.splitlines() if line.strip()), "")
    return f"{path.name}, cell {index + 1} of {len(notebook.cells)}: {first_line.strip()}\n  {reason(cell, error)}"


def reason(cell, error):
    """The error message itself, where the cell has one."""
    for output in cell.outputs:
        if output.output_type == "error":
            return COLOURS.sub("", f"{output.ename}: {output.evalue}")
    return f"{type(error).__name__}: {error}"


def convert(notebook, path):
    """The page, by the same settings that JupyterLab's menu uses."""
    exporter = HTMLExporter(config=Config(json.loads(CONFIG.read_text())))
    names = {"name": path.stem, "path": str(path.parent)}
    page, _ = exporter.from_notebook_node(notebook, resources={"metadata": names})
    return page


def write_whole(file, text):
    """Writes under a temporary name and renames."""
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


async def export(folder, paths):
    """All notebooks, one after the other; ends at the first that fails."""
    end_on_signals()
    folder.mkdir(parents=True, exist_ok=True)
    for path in paths:
        report(f"• {path.name} …")
        start = time.monotonic()
        notebook = nbformat.read(path, as_version=4)
        await execute(notebook, path)
        target = folder / f"{path.stem}.html"
        write_whole(target, convert(notebook, path))
        size = target.stat().st_size / 1e6
        report(f"✓ {folder.name}/{target.name} ({time.monotonic() - start:.1f} s, {size:.1f} MB)")


def main():
    """Turns whatever goes wrong into one message."""
    warnings.simplefilter("ignore")
    try:
        asyncio.run(export(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]))
    except Failure as failure:
        sys.exit(f"\n✗ {failure}")
    except (asyncio.CancelledError, KeyboardInterrupt):
        sys.exit(130)
    except OSError as error:
        sys.exit(f"\n✗ {error.filename or sys.argv[1]}: {error.strerror or error}")


if __name__ == "__main__":
    main()
