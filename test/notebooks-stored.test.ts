import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import languageInfo from "../jupyter/kernel/requests/language-info.json";
import { cleaned } from "../scripts/clean-notebooks.mjs";
import { root } from "../scripts/project.mjs";
import { describeWith } from "./helpers/require-all";
import { isCheckout, storedProblems } from "./helpers/stored-notebooks";

const noGit = isCheckout(root) ? undefined : "this folder is no git checkout";

describeWith(noGit, "git's index", () => {
  test("holds the notebooks without outputs", () => {
    expect(storedProblems(root)).toEqual([]);
  });
});

const run = {
  cells: [
    {
      cell_type: "markdown",
      id: "words",
      metadata: { tags: ["keep"], collapsed: true },
      source: "# Eins\nzwei ≥ 1",
    },
    {
      cell_type: "code",
      execution_count: 3,
      id: "code",
      metadata: { execution: { started: "now" } },
      outputs: [{ output_type: "stream", name: "stdout", text: ["1\n"] }],
      source: ["1\n", "2"],
    },
  ],
  metadata: {
    kernelspec: { name: "tslab", display_name: "TypeScript", language: "typescript" },
    language_info: { name: "typescript", version: "3.7.2", file_extension: ".ts" },
    widgets: {},
  },
  nbformat: 4,
  nbformat_minor: 5,
};

describe("the check on stored notebooks", () => {
  let repository: string;
  const git = (...args: string[]) => execFileSync("git", args, { cwd: repository, stdio: "ignore" });
  const write = (text: string) => writeFileSync(join(repository, "a b.ipynb"), text);

  beforeAll(() => {
    repository = mkdtempSync(join(tmpdir(), "stored-"));
    git("init");
  });
  afterAll(() => rmSync(repository, { recursive: true, force: true }));

  test("fails on a notebook that is staged with outputs, also when the file was cleaned since", () => {
    write(JSON.stringify(run));
    git("add", ".");
    write(cleaned(JSON.stringify(run)));
    expect(storedProblems(repository)).toEqual([expect.stringMatching(/^a b\.ipynb: stored with outputs/)]);
  });

  test("passes a cleaned notebook, also when the file was run since", () => {
    git("add", ".");
    write(JSON.stringify(run));
    expect(storedProblems(repository)).toEqual([]);
  });

  test("knows a folder without git", () => {
    expect(isCheckout(tmpdir())).toBe(false);
  });
});

describe("clean-notebooks", () => {
  const clean = JSON.parse(cleaned(JSON.stringify(run)));

  test("removes outputs, execution counts and editors' metadata, and keeps tags", () => {
    expect(clean.cells[1]).toMatchObject({ execution_count: null, outputs: [], metadata: {} });
    expect(clean.cells[0].metadata).toEqual({ tags: ["keep"] });
    expect(clean.metadata).toEqual({
      kernelspec: run.metadata.kernelspec,
      language_info: { ...languageInfo, version: expect.stringMatching(/^\d+\.\d+\.\d+$/) },
    });
  });

  test("keeps every character of the source", () => {
    expect(clean.cells.map((cell: { source: string[] }) => cell.source.join(""))).toEqual(["# Eins\nzwei ≥ 1", "1\n2"]);
  });

  test("writes as Jupyter does, and changes nothing the second time", () => {
    const text = cleaned(JSON.stringify(run));
    expect(text).toMatch(/^\{\n "cells": \[\n {2}\{\n {3}"cell_type": "markdown",/);
    expect(text.endsWith("}\n")).toBe(true);
    expect(cleaned(text)).toBe(text);
  });
});
