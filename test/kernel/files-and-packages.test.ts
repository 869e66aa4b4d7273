import { mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../scripts/project.mjs";
import { inBrowser, KernelClient } from "../helpers/kernel/client";
import { check, failure, run, shown } from "../helpers/kernel/run-entry";
import { useKernel } from "../helpers/kernel/use-kernel";
import {
  type Files,
  type FilesEntry,
  packagesOfNode,
  projectFiles,
  projects,
  type Step,
  wrongImports,
} from "./files-and-packages";

// Inside the project, as the packages are, because cells find only what is there; git ignores both.
const folder = join(root, ".local/files-and-packages");
const installed = join(root, "node_modules");

function write(at: string, files: Files, keepsTime = false): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(at, name);
    mkdirSync(dirname(path), { recursive: true });
    const before = keepsTime ? statSync(path) : undefined;
    writeFileSync(path, text);
    if (before) utimesSync(path, before.atime, before.mtime);
  }
}

function clean(): void {
  const packages = readdirSync(installed).filter((name) => name.startsWith("cells-"));
  for (const path of [folder, ...packages.map((name) => join(installed, name))])
    rmSync(path, { recursive: true, force: true });
}
beforeAll(clean);
afterAll(clean);

function happen(step: Exclude<Step, string | { code: string }>): void {
  if ("write" in step) write(folder, step.write, step.keepsTime);
  else if ("remove" in step) rmSync(join(folder, step.remove));
  else write(installed, step.install);
}

const inKernel = inBrowser ? folder.replace(root, "/project") : folder;
const placed = (code: string) => code.replaceAll("@@", inKernel).replaceAll("'@/", "'./.local/files-and-packages/");

describe("in one kernel", () => {
  const kernel = useKernel();

  async function checkSteps({ steps, result, error }: FilesEntry): Promise<void> {
    for (const [k, step] of steps.entries()) {
      if (typeof step === "object" && !("code" in step)) {
        happen(step);
        continue;
      }
      const code = placed(typeof step === "string" ? step : step.code);
      const fails = typeof step === "string" ? undefined : step.fails;
      const outcome = await run(kernel, code);
      const where = `step ${k + 1} of ${steps.length}:\n${code}\n`;
      if (fails !== undefined) expect(failure(outcome) || shown(outcome), where).toContain(fails);
      else if (k < steps.length - 1) expect(failure(outcome), where).toBe("");
      else if (error !== undefined && (result === undefined || failure(outcome)))
        expect(failure(outcome) || shown(outcome), where).toContain(error);
      else expect(shown(outcome), where).toBe(`result: ${result}`);
    }
  }

  const groups = {
    "imports of what is not there": wrongImports,
    "files of the project": projectFiles,
    packages: packagesOfNode,
  };
  for (const [heading, entries] of Object.entries(groups))
    describe(heading, () => {
      for (const entry of entries) it(entry.title, () => checkSteps(entry));
    });

  describe("Tab in an import", () => {
    /** The code after each match is put in. */
    async function completed(code: string): Promise<string[]> {
      const { reply } = await kernel.request("complete_request", {
        code,
        cursor_pos: code.length,
      });
      const before = code.slice(0, reply.cursor_start);
      return reply.matches.map((match: string) => before + match + code.slice(reply.cursor_end));
    }

    it("of a path that is not there does no harm", async () => {
      await completed("import { x } from './no");
      await completed("import { x } from './nope/no");
      expect(shown(await run(kernel, "1 + 1"))).toBe("result: 2");
    });

    it("completes Node's modules without doubling what is typed", async () => {
      expect(await completed("import fs from 'node:f")).toContain("import fs from 'node:fs");
    });

    it("gives the files of the project", async () => {
      expect(await completed("import { x } from './src/")).toContain("import { x } from './src/index");
      expect(await completed("import { x } from './src/lay")).toContain("import { x } from './src/layers");
    });
  });
});

describe("projects with settings of their own", () => {
  for (const [k, { title, files, cells, result }] of projects.entries())
    it(title, async () => {
      const at = join(folder, `project-${k}`);
      write(at, files);
      const kernel = await KernelClient.start({ folder: at });
      try {
        await check(kernel, { title, cells, result });
      } finally {
        await kernel.stop();
      }
    });
});
