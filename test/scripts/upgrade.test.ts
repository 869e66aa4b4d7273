// A reader's checkout of an older version is brought to this one, as `git pull` does it. Real: the older version's
// files, the model that its code saves, this version's set-up but for its two downloads, JupyterLab and the kernel.
// Simulated: node_modules and .venv are this project's own, linked file by file, and count as installed.
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../scripts/project.mjs";
import { type RunningLab, startJupyterLab } from "../helpers/jupyterlab";
import { KernelClient } from "../helpers/kernel/client";
import { readNotebook } from "../helpers/notebook";
import { runScript } from "../helpers/project-copy";
import { allowed } from "../helpers/slack.mjs";

const older = "3f2cbb7";
const folder = join(root, ".local", "test", "upgrade");
const inFolder = (...parts: string[]) => join(folder, ...parts);
const git = (...words: string[]) => execFileSync("git", words, { cwd: root, encoding: "utf8", stdio: "pipe" });

function missing(): string | undefined {
  try {
    git("cat-file", "-e", `${older}^{commit}`);
    return undefined;
  } catch {
    return `git's history does not reach back to ${older}: git fetch --unshallow`;
  }
}

/** What is the reader's, by its path: nothing of it may change. */
const readers: Record<string, string> = {
  "notebooks/mine.ipynb": "",
  "notebooks/01-convolution.ipynb": "",
  "models/mine.safetensors": "",
  "data/mine/classes.json": '["one", "two"]',
  ".local/jupyter/config/lab/user-settings/@jupyterlab/apputils-extension/themes.jupyterlab-settings":
    '{ "theme": "dark" }',
  ".env": "KEY=1\n",
};

/** Saves a network and says what it makes of an image; it is run by the older version and then by this one's kernel. */
const sayPrediction = `network.forward(tensor([28, 28], Array.from({ length: 784 }, (_, k) => Math.sin(k) / 2))).data.join()`;
const saveModel = `
import { Conv3x3, MaxPool2, Softmax, Network, save, seededRandom, tensor } from "./src/index";
const random = seededRandom(3);
const network = new Network([new Conv3x3(8, { random }), new MaxPool2(), new Softmax(1352, 10, { random })]);
save(network, "models/mine.safetensors");
console.log(${sayPrediction});`;

function upgrade() {
  let predicted: string;
  let told: string;

  beforeAll(async () => {
    fs.rmSync(folder, { recursive: true, force: true });
    checkOutOlder();
    for (const name of ["node_modules", ".venv"]) linkTree(join(root, name), inFolder(name));
    for (const [path, text] of Object.entries(readers)) if (text) write(path, text);
    for (const name of ["mine", "01-convolution"]) editNotebook(`notebooks/${name}.ipynb`);
    linkTree(join(root, "data/mnist"), inFolder("data/mnist"));
    write("save.ts", saveModel);
    predicted = (await runScript(folder, ["--import", "tsx", "save.ts"])).output.trim();
    for (const path of Object.keys(readers)) readers[path] = fs.readFileSync(inFolder(path), "utf8");
    write(".local/stamp.json", olderStamps);
    write(".local/kernel.cjs", "throw new Error('the older kernel');");
    update();
    told = (await runScript(folder, ["scripts/setup.mjs", "--check"])).output;
    countAsInstalled();
  }, allowed(60_000));
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  test("is set up again where it has to be, and then is up to date", async () => {
    expect(told.split("\n")).toEqual(
      expect.arrayContaining(["Node packages", "TypeScript kernel", "Kernel for VS Code"]),
    );
    const { status, output } = await runScript(folder, ["scripts/setup.mjs"]);
    expect({ status, output }).toMatchObject({ status: 0 });
    expect((await runScript(folder, ["scripts/setup.mjs", "--check"])).output).toBe("");
  });

  test("loads the saved model with every bit, and runs the reader's notebook, in this version's kernel", async () => {
    const kernel = await KernelClient.start({ project: folder, folder: inFolder("notebooks") });
    try {
      const load = 'import { load, tensor } from "./src/index"; const network = load("models/mine.safetensors");';
      expect((await kernel.run(`${load} console.log(${sayPrediction});`)).stdout.trim()).toBe(predicted);
      for (const { cell_type, source } of readNotebook(inFolder("notebooks/mine.ipynb")).cells) {
        if (cell_type === "code") expect((await kernel.run([source].flat().join(""))).traceback).toBe("");
      }
    } finally {
      await kernel.stop();
    }
  });

  test("opens in JupyterLab by npm start, the reader's notebook among the others", async () => {
    const lab: RunningLab = await startJupyterLab({ command: [process.execPath, inFolder("scripts/start.mjs")] });
    try {
      const address = lab.address("").replace(/\/lab\?reset&/, "/api/contents/notebooks?");
      const { content } = (await (await fetch(address)).json()) as { content: { name: string }[] };
      expect(content.map(({ name }) => name)).toContain("mine.ipynb");
    } finally {
      await lab.stop();
    }
  });

  test("keeps all that is the reader's: notebooks, models, data sets, settings, and lines of .env", () => {
    const { ".env": dotenv, ...files } = readers;
    for (const [path, text] of Object.entries(files)) expect(fs.readFileSync(inFolder(path), "utf8")).toBe(text);
    expect(fs.readFileSync(inFolder(".env"), "utf8").startsWith(dotenv ?? "")).toBe(true);
  });
}

// A checkout without history is no fault of what is tested, so it fails nothing and says what is missing.
if (missing()) test(`is not tried: ${missing()}`, () => expect(git("rev-parse", "HEAD")).toMatch(/^[0-9a-f]{40}/));
else describe(`a checkout of ${older} with a reader's work in it`, upgrade);

const olderStamps = JSON.stringify(
  Object.fromEntries(
    [
      "Node packages",
      "Python environment with JupyterLab",
      "TypeScript kernel",
      "Scripts for the HTML export",
      "MNIST",
    ].map((name) => [name, "0".repeat(64)]),
  ),
);

function write(path: string, text: string): void {
  fs.mkdirSync(dirname(inFolder(path)), { recursive: true });
  fs.writeFileSync(inFolder(path), text);
}

function checkOutOlder(): void {
  git("clone", "--quiet", "--shared", "--no-checkout", root, folder);
  git("-C", folder, "checkout", "--quiet", older);
}

/** The older notebook with a cell of the reader's at its end. */
function editNotebook(path: string): void {
  const notebook = JSON.parse(fs.readFileSync(inFolder("notebooks/02-max-pooling.ipynb"), "utf8"));
  const cell = { cell_type: "code", id: "mine", metadata: {}, execution_count: null, outputs: [], source: "1 + 1" };
  write(path, JSON.stringify({ ...notebook, cells: [...notebook.cells, cell] }));
}

/**
 * What `git pull` does to a reader's checkout: files of the project are replaced, but for those that the reader edited.
 */
function update(): void {
  const list = (text: string) => text.split("\0").filter(Boolean);
  const edited = new Set(list(git("-C", folder, "diff", "--name-only", "-z")));
  for (const path of list(git("-C", folder, "ls-files", "-z"))) if (!edited.has(path)) fs.rmSync(inFolder(path));
  for (const path of list(git("ls-files", "--cached", "--others", "--exclude-standard", "-z"))) {
    if (edited.has(path) || !fs.existsSync(join(root, path))) continue;
    fs.mkdirSync(dirname(inFolder(path)), { recursive: true });
    fs.copyFileSync(join(root, path), inFolder(path));
  }
}

/** Links files one by one: what set-up replaces in the copy stays as it is in the original. */
function linkTree(from: string, to: string): void {
  fs.mkdirSync(to, { recursive: true });
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) fs.symlinkSync(fs.readlinkSync(source), target);
    else fs.linkSync(source, target);
  }
}

/** Gives the two steps that download the stamps that they would have written. */
function countAsInstalled(): void {
  const script = `
    import { nodePackages } from "./scripts/setup/node-packages.mjs";
    import { pythonEnvironment } from "./scripts/setup/python-environment.mjs";
    const stamps = [nodePackages, pythonEnvironment].map((step) => [step.name, step.key()]);
    console.log(JSON.stringify(Object.fromEntries(stamps)));`;
  const stamps = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: folder,
    encoding: "utf8",
  });
  write(".local/stamp.json", JSON.stringify({ ...JSON.parse(olderStamps), ...JSON.parse(stamps) }));
}
