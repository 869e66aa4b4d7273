// The Python tools that only tests use, in .local/tools: an environment of their own on top of the project's.
import { pythonBeside } from "./python-beside.mjs";

/** @returns {(command: string) => string} gives the path of papermill, jupytext, jupyter-console, ruff, python */
export const installTools = () => pythonBeside("tools", "requirements-tools.txt", "The tools");
