import { createHash } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mnistFiles } from "../../scripts/setup/mnist.mjs";
import { processesOf } from "../helpers/processes";
import {
  type Ended,
  freshCopy,
  onlyCommands,
  type RunOptions,
  removeCopy,
  runScript,
  runUnwritable,
} from "../helpers/project-copy";
import { allowed } from "../helpers/slack.mjs";

const steps = [
  "Node packages",
  "Python environment with JupyterLab",
  "TypeScript kernel",
  "Kernel for VS Code",
  "JupyterLab extension",
  "Panels for the HTML export",
  "Scripts for the HTML export",
  "MNIST",
];

let folder: string;

/** What containers and clusters say to npm and pip, and what must not matter. */
function misleading(): NodeJS.ProcessEnv {
  const elsewhere = join(dirname(folder), "elsewhere");
  const pipConf = join(dirname(folder), "pip.conf");
  writeFileSync(pipConf, `[install]\nuser = true\ntarget = ${elsewhere}\n`);
  const pip = {
    PIP_USER: "1",
    PIP_TARGET: elsewhere,
    PIP_PREFIX: elsewhere,
    PIP_ROOT: elsewhere,
    PIP_CONFIG_FILE: pipConf,
  };
  return { ...process.env, NODE_ENV: "production", ...pip };
}

const setup = (options?: RunOptions) =>
  runScript(folder, ["scripts/setup.mjs"], { environment: misleading(), ...options });
const stale = async () => (await runScript(folder, ["scripts/setup.mjs", "--check"])).output.trim();

beforeAll(() => {
  folder = freshCopy();
});
afterAll(() => removeCopy(folder));

/** One line that names the remedy, exit code 1, and nothing of a stack. */
function expectOneLine({ status, output }: Ended, message: RegExp): void {
  const lines = output.split("\n").filter((line) => line && !/^[•✓ ]/.test(line));
  expect(lines).toEqual([expect.stringMatching(message)]);
  expect(status).toBe(1);
}

describe("on a fresh clone, what is missing is one clear line:", () => {
  test("Python", async () => {
    const environment = onlyCommands(folder, ["node", "npm", "ps"]);
    expectOneLine(await setup({ environment }), /^✗ Python 3\.10 or newer was not found: install it .*apt install/);
    expect(existsSync(join(folder, "node_modules"))).toBe(false);
  });

  test("a Python that is new enough", async () => {
    const environment = onlyCommands(folder, ["node", "npm", "ps"], {
      python3: 'echo "3.9.2 (default)"',
    });
    expectOneLine(await setup({ environment }), /^✗ Python 3\.10 or newer was not found/);
  });

  test("Python's venv module", async () => {
    const python3 = 'case "$*" in *ensurepip*) exit 1;; *) echo "3.12.1 (main) linux";; esac';
    const environment = onlyCommands(folder, ["node", "npm", "ps"], { python3 });
    expectOneLine(await setup({ environment }), /^✗ python3 has no venv module: install it .*python3-venv/);
  });

  test("npm", async () => {
    const environment = onlyCommands(folder, ["node", "python3", "ps"]);
    expectOneLine(await setup({ environment }), /^✗ npm was not found: it comes with Node/);
  });

  test("the network, for npm", async () => {
    const cache = mkdtempSync(join(dirname(folder), "cache-"));
    const closed = { npm_config_registry: "http://127.0.0.1:9", npm_config_cache: cache };
    const environment = { ...process.env, ...closed, npm_config_fetch_retries: "0" };
    expectOneLine(
      await setup({ environment }),
      /^✗ Node packages could not be installed, the network does not answer: connect/,
    );
  });

  test("room on the disk", async () => {
    const npm = 'echo "npm error code ENOSPC"; echo "npm error nospc There is not enough space"; exit 1';
    const environment = onlyCommands(folder, ["node", "python3", "ps"], { npm });
    expectOneLine(await setup({ environment }), /^✗ The disk is full: set-up needs about 1 GB/);
  });

  test("rights to write the folder", async () => {
    const ended = await runUnwritable(folder, ["scripts/setup.mjs"]);
    expectOneLine(ended, /^✗ .+ cannot be written by this user \(EACCES\): make a clone of your own/);
  });

  test("packages, where npm ends well without having installed them", async () => {
    const npm = "mkdir -p node_modules && echo '{}' > node_modules/.package-lock.json";
    const environment = onlyCommands(folder, ["node", "python3", "ps", "mkdir"], { npm });
    expectOneLine(
      await setup({ environment }),
      /^✗ Node packages: installed, and yet not there\. npm left packages out/,
    );
    expect((await stale()).split("\n")).toContain("Node packages");
    rmSync(join(folder, "node_modules"), { recursive: true });
  });

  test("anything else that npm complains about", async () => {
    const npm =
      'echo "npm error code EINTEGRITY"; echo "npm error sha512-x: wrong"; echo "npm error A complete log of this run can be found in: x"; exit 1';
    const environment = onlyCommands(folder, ["node", "python3", "ps"], { npm });
    expectOneLine(
      await setup({ environment }),
      /^✗ Node packages could not be installed \(npm ended with 1\): code EINTEGRITY, sha512-x: wrong/,
    );
  });
});

// One after the other: each run makes one step more and is killed in the next.
describe("set-up that is killed", () => {
  const [packages = "", python = "", ...quickSteps] = steps;

  async function killIn(step: string, after: number): Promise<void> {
    const killed = await setup({ killAt: `• ${step}`, after });
    expect(killed.output).toContain(`• ${step}`);
    expect(killed.output.match(/^✗.*/m)).toBeNull();
    // A quick step may have been made when the signal came, without having said so yet; the steps behind it were not.
    const left = (await stale()).split("\n");
    expect([steps.slice(steps.indexOf(step)), steps.slice(steps.indexOf(step) + 1)]).toContainEqual(
      left.filter(Boolean),
    );
  }

  test(`in the step ${packages} runs again`, () => killIn(packages, 1000));

  test(`in the step ${python} runs again`, () => killIn(python, 4000));

  test("by Ctrl-C takes the command that it was running with it", async () => {
    const stopped = await setup({ killAt: `• ${python}`, after: 4000, signal: "SIGINT" });
    expect(stopped).toEqual({ status: 130, output: `• ${python} …\n` });
    expect(processesOf(folder)).toEqual([]);
  });

  test("and then has no network says so in one line", async () => {
    const cache = mkdtempSync(join(dirname(folder), "cache-"));
    const closed = { PIP_INDEX_URL: "http://127.0.0.1:9/simple", PIP_CACHE_DIR: cache };
    const environment = { ...process.env, ...closed, PIP_RETRIES: "1" };
    const message = /^✗ Python packages could not be installed, the network does not answer: connect/;
    expectOneLine(await setup({ environment }), message);
  });

  test.each(quickSteps)("in the step %s runs again", (step) => killIn(step, 0), allowed(300_000));

  test(
    "is whole in the end",
    async () => {
      const { status, output } = await setup();
      expect({ status, output }).toMatchObject({ status: 0 });
      expect(await stale()).toBe("");
      for (const [name, expected] of Object.entries(mnistFiles)) {
        const bytes = readFileSync(join(folder, "data", "mnist", name));
        expect(createHash("sha256").update(bytes).digest("hex")).toBe(expected);
        expect(statSync(join(folder, "data", "mnist", name)).nlink).toBe(2); // npm's file: it takes no room of its own
      }
      expect(existsSync(join(folder, ".local", "kernel.cjs"))).toBe(true);
      expect(existsSync(join(folder, ".venv", "bin", "jupyter-lab"))).toBe(true);
      expect(existsSync(join(folder, "node_modules", "vitest"))).toBe(true);
      expect(existsSync(join(dirname(folder), "elsewhere"))).toBe(false);
      expect(existsSync(join(folder, ".local", "setup.lock"))).toBe(false);
    },
    allowed(300_000),
  );

  test("and VS Code finds the kernel by .env, in which other lines stay", async () => {
    const dotenv = join(folder, ".env");
    const written = readFileSync(dotenv, "utf8");
    const path = /^JUPYTER_PATH="(.+)"$/m.exec(written)?.[1] ?? "";
    const spec = JSON.parse(readFileSync(join(path, "kernels/tslab/kernel.json"), "utf8"));
    const words: string[] = spec.argv.filter((word: string) => word.startsWith("/"));
    expect(words.length).toBe(5);
    expect(words.filter((word) => !existsSync(word))).toEqual([]);

    writeFileSync(dotenv, "KEY=1");
    await setup();
    expect(readFileSync(dotenv, "utf8")).toBe(`KEY=1\n${written}`);
    writeFileSync(dotenv, "JUPYTER_PATH=/mine\n");
    await setup();
    expect(readFileSync(dotenv, "utf8")).toBe("JUPYTER_PATH=/mine\n");
    writeFileSync(dotenv, written);
  });
});

describe("set-up that is whole", () => {
  /** A folder with a notebook, for an export that never comes to run it. */
  function notebooks(): string {
    const path = join(dirname(folder), "notebooks");
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, "one.ipynb"), "{}");
    return path;
  }

  test("does nothing and prints nothing, also without a network and without npm", async () => {
    const environment = onlyCommands(folder, ["node"]);
    expect(await setup({ environment })).toEqual({ status: 0, output: "" });
  });

  test.each(["start", "export"])(
    "in a folder that this user cannot write: npm run %s says so in one line",
    async (name) => {
      const ended = await runUnwritable(folder, [
        `scripts/${name}.mjs`,
        ...(name === "export" ? ["--from", notebooks()] : []),
      ]);
      expectOneLine(ended, /^✗ .+ cannot be written by this user \(EACCES\): make a clone of your own/);
    },
  );

  test("installs again what was taken away, also one package", async () => {
    const taken = join(folder, "node_modules", "vitest");
    renameSync(taken, `${taken}-away`);
    expect(await stale()).toBe("Node packages");
    renameSync(`${taken}-away`, taken);
    expect(await stale()).toBe("");
  });

  test("renews only what depends on a file that changed", async () => {
    appendFileSync(join(folder, "jupyter", "kernel", "main.ts"), "\n// changed\n");
    expect(await stale()).toBe("TypeScript kernel");
  });

  test("is renewed from the first step to the last when the folder was moved", async () => {
    const moved = `${folder}-moved`;
    renameSync(folder, moved);
    folder = moved;
    expect((await stale()).split("\n")).toEqual(steps);
  });
});
