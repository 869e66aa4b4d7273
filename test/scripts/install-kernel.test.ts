import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../scripts/project.mjs";
import { type InstalledKernel, installedKernel, installKernel } from "../helpers/installed-kernel";
import { processesOf } from "../helpers/processes";
import { temporaryFolder } from "../helpers/temporary-folder";
import { until } from "../helpers/until";

const files = ["kernel.json", "launcher.cjs", "stand-in.cjs", "start.sh"];
const kernelsOf = (prefix: string) => join(prefix, "share", "jupyter", "kernels");
const argvOf = (spec: string): string[] => JSON.parse(readFileSync(join(spec, "kernel.json"), "utf8")).argv;

describe("where the kernel is installed", () => {
  test("every path in the kernelspec is absolute and there", async () => {
    const prefix = join(temporaryFolder(), "a b ü");
    const { status, output } = await installKernel(["--prefix", prefix]);
    expect({ status, output }).toMatchObject({ status: 0 });
    const spec = join(kernelsOf(prefix), "tslab");
    expect(readdirSync(spec).sort()).toEqual(files);
    const words = argvOf(spec);
    expect(words.pop()).toBe("{connection_file}");
    expect(words.filter((path) => !path.startsWith("/") || !existsSync(path))).toEqual([]);
    expect(words).toContain(process.execPath);
  });

  test("what was written is printed: the folder, its files, the kernel and its Node", async () => {
    const prefix = temporaryFolder();
    const { output } = await installKernel(["--prefix", prefix]);
    const kernel = join(root, ".local", "kernel.cjs");
    expect(output).toBe(
      `✓ ${kernelsOf(prefix)}/tslab: ${files.join(", ")}\n  starts ${kernel} on ${process.execPath}\n`,
    );
  });

  test("without a flag it is this user's data folder, as Jupyter says it", async () => {
    const environment = { ...process.env, HOME: temporaryFolder() };
    for (const name of ["JUPYTER_DATA_DIR", "XDG_DATA_HOME"]) Reflect.deleteProperty(environment, name);
    const jupyter = join(root, ".venv", "bin", "jupyter");
    const data = execFileSync(jupyter, ["--data-dir"], { encoding: "utf8", env: environment });
    const { output } = await installKernel([], environment);
    expect(output).toContain(`✓ ${data.trim()}/kernels/tslab: `);
    expect(existsSync(join(data.trim(), "kernels", "tslab", "kernel.json"))).toBe(true);
  });

  test("--sys-prefix is the Python environment that is active", async () => {
    const bin = join(temporaryFolder(), "bin");
    const prefix = temporaryFolder();
    mkdirSync(bin);
    writeFileSync(join(bin, "python3"), `#!/bin/sh\necho '${prefix}'\n`);
    chmodSync(join(bin, "python3"), 0o755);
    const environment = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
    await installKernel(["--sys-prefix"], environment);
    expect(existsSync(join(kernelsOf(prefix), "tslab", "kernel.json"))).toBe(true);
  });

  test("--name gives it another name, which Jupyter's lists show", async () => {
    const prefix = temporaryFolder();
    await installKernel(["--prefix", prefix, "--name", "mine"]);
    const { display_name } = JSON.parse(readFileSync(join(kernelsOf(prefix), "mine", "kernel.json"), "utf8"));
    expect(display_name).toBe("TypeScript (mine)");
  });

  test.each([
    [["--user", "--sys-prefix"], "One place at a time"],
    [["--name", "My kernel"], '--name must be of lower-case letters, digits, ".", "_" and "-"'],
    [["--name", "../x"], "--name must be of"],
    [["--globally"], "Unknown option '--globally'"],
  ])("%s is refused in one line", async (flags, message) => {
    const { status, output } = await installKernel(flags);
    expect(output).toMatch(/^\n✗ [^\n]+\n$/);
    expect(output).toContain(message);
    expect(status).toBe(1);
  });

  test("flags that npm kept to itself are answered with how to give them", async () => {
    const environment = { ...process.env, npm_config_sys_prefix: "true" };
    const { output } = await installKernel([], environment);
    expect(output).toContain("write npm run install-kernel -- --sys-prefix");
  });
});

describe("a kernelspec that is not ours", () => {
  function foreign(): { prefix: string; spec: string } {
    const prefix = temporaryFolder();
    const spec = join(kernelsOf(prefix), "tslab");
    mkdirSync(spec, { recursive: true });
    writeFileSync(join(spec, "kernel.json"), '{ "argv": ["tslab"], "metadata": { "a": 1 } }');
    return { prefix, spec };
  }

  test("is not replaced, and the message says what to do", async () => {
    const { prefix, spec } = foreign();
    const { status, output } = await installKernel(["--prefix", prefix]);
    expect(output).toBe(
      `\n✗ ${spec} is another kernel's: leave it and take another name (npm run install-kernel -- --name cnn-notebooks), or replace it (--force).\n`,
    );
    expect(status).toBe(1);
    expect(argvOf(spec)).toEqual(["tslab"]);
  });

  test("is replaced by --force", async () => {
    const { prefix, spec } = foreign();
    expect((await installKernel(["--prefix", prefix, "--force"])).status).toBe(0);
    expect(argvOf(spec)).toContain(process.execPath);
  });

  test("is not removed", async () => {
    const { prefix, spec } = foreign();
    const { status, output } = await installKernel(["--prefix", prefix, "--uninstall"]);
    expect(output).toContain(`${spec} is another kernel's and stays`);
    expect(status).toBe(1);
    expect(argvOf(spec)).toEqual(["tslab"]);
  });
});

test("ours is replaced without a word of force, also that of another copy of the project, which is named", async () => {
  const prefix = temporaryFolder();
  const spec = join(kernelsOf(prefix), "tslab");
  const install = () => installKernel(["--prefix", prefix]);
  await install();
  expect(await install()).toMatchObject({ status: 0 });
  const description = join(spec, "kernel.json");
  const text = readFileSync(description, "utf8").replaceAll(root, "/elsewhere");
  writeFileSync(description, text);
  expect((await install()).output).toContain("in place of the one of /elsewhere");
});

test("uninstalling removes ours and nothing beside it, and says so when there is none", async () => {
  const prefix = temporaryFolder();
  const other = join(kernelsOf(prefix), "other");
  mkdirSync(other, { recursive: true });
  const uninstall = () => installKernel(["--prefix", prefix, "--uninstall"]);
  await installKernel(["--prefix", prefix]);
  const spec = join(kernelsOf(prefix), "tslab");
  expect(await uninstall()).toEqual({ status: 0, output: `✓ ${spec} is removed\n` });
  expect(readdirSync(kernelsOf(prefix))).toEqual(["other"]);
  expect(await uninstall()).toEqual({
    status: 0,
    output: `Nothing to remove: there is no ${spec}\n`,
  });
});

test("a place that cannot be written is one line", async () => {
  const prefix = join(temporaryFolder(), "file");
  writeFileSync(prefix, "");
  const { status, output } = await installKernel(["--prefix", prefix]);
  expect(output).toMatch(/^\n✗ [^\n]+ cannot be changed \(ENOTDIR\): choose another place[^\n]+\n$/);
  expect(status).toBe(1);
});

describe("an installed kernel", () => {
  let kernel: InstalledKernel;
  beforeAll(async () => {
    kernel = await installedKernel();
  });
  afterAll(() => kernel.close());

  test("runs a notebook outside every project: files and packages beside it, Node's types, tslab's package", async () => {
    kernel.write("lib/draw.ts", "export const twice = (n: number): number => 2 * n;\n");
    kernel.write("node_modules/shout/package.json", { name: "shout", main: "shout.js" });
    kernel.write("node_modules/shout/shout.js", "exports.shout = (s) => s + '!';\n");
    kernel.write("node_modules/shout/shout.d.ts", "export function shout(s: string): string;\n");
    kernel.write("data.csv", "a,b\n");
    expect(
      await kernel.runCells(
        "import { twice } from './lib/draw'; twice(21)",
        "import { readFileSync } from 'node:fs'; readFileSync('./data.csv', 'utf8')",
        "import { shout } from 'shout'; shout('a')",
        "const timer: NodeJS.Timeout = setTimeout(() => {}, 0); process.cwd() === __dirname",
        "const tslab = require('tslab'); tslab.display.html('<b>1</b>')",
        "import * as typed from 'tslab'; typed.display.html(1)",
        "import { Network } from './src/index'",
      ),
    ).toEqual([
      "42",
      "'a,b\\n'",
      "'a!'",
      "true",
      "<b>1</b>",
      expect.stringContaining("TS2345: Argument of type 'number'"),
      expect.stringContaining("TS2307: Cannot find module './src/index'"),
    ]);
  });

  test("takes tslab's package from the kernel also where the reader installed another", async () => {
    kernel.write("node_modules/tslab/package.json", { name: "tslab", main: "index.js" });
    kernel.write("node_modules/tslab/index.js", "throw new Error('Not ready');\n");
    expect(
      await kernel.runCells(
        "import { display } from 'tslab'; display.html('<b>1</b>')",
        "(await import('tslab')).display.html('<b>2</b>')",
      ),
    ).toEqual(["<b>1</b>", "<b>2</b>"]);
  });

  /** The command that starts the kernel, changed for the time of one test. */
  async function withArgv(change: (argv: string[]) => string[], during: () => Promise<void>) {
    const description = join(kernel.spec, "kernel.json");
    const before = readFileSync(description, "utf8");
    const parsed = JSON.parse(before);
    writeFileSync(description, JSON.stringify({ ...parsed, argv: change(parsed.argv) }));
    await during().finally(() => writeFileSync(description, before));
  }

  const otherProject = (project: string) => (argv: string[]) => argv.map((word) => word.replace(root, project));

  test("whose project was moved says so in one sentence, in every cell", () =>
    withArgv(otherProject("/moved a way"), async () => {
      const sentence =
        "KernelUnavailable: The TypeScript kernel was installed from /moved a way, which was moved or deleted: run `npm run install-kernel` in the project's new folder, or remove this kernel with `jupyter kernelspec remove tslab`.";
      expect(await kernel.runCells("1 + 1", "2")).toEqual([sentence, sentence]);
    }));

  test("whose project lost its packages says how to get them back", async () => {
    const project = join(kernel.notebooks, "..", "project");
    const from = join(root, ".local");
    cpSync(from, join(project, ".local"), {
      recursive: true,
      filter: (path) => path === from || /kernel[^/]*\.cjs$/.test(path),
    });
    await withArgv(otherProject(project), async () => {
      const [text] = await kernel.runCells("1 + 1");
      expect(text).toContain(`in ${project} is not set up: run \`npm run setup\` there`);
    });
    rmSync(project, { recursive: true });
  });

  test("on a Node that is too old says which one it is and which it needs", () => {
    const old = kernel.write("old.cjs", "Object.defineProperty(process.versions, 'node', { value: '18.20.4' });\n");
    const onOld = (argv: string[]) =>
      argv.flatMap((word) => (word === process.execPath ? [word, "--require", old] : [word]));
    return withArgv(onOld, async () => {
      const [text] = await kernel.runCells("1 + 1");
      expect(text).toContain("needs Node 20.12 or newer and was started on v");
      expect(text).toContain(`run \`npm run install-kernel\` in ${root} with a newer one`);
    });
  });

  test("whose Node is gone runs on the one of the PATH", () =>
    withArgv(
      (argv) => argv.map((word) => (word === process.execPath ? "/gone/node" : word)),
      async () => expect(await kernel.runCells("1 + 1")).toEqual(["2"]),
    ));

  test("without any Node says in Jupyter's log what is missing", async () => {
    const script = join(kernel.spec, "start.sh");
    const { status, output } = await kernel.run("/bin/sh", [
      "-c",
      'PATH=$1 NVM_DIR=/none exec /bin/sh "$2" /gone/node launcher.cjs /p/.local/kernel.cjs file',
      "sh",
      noNodeFolder(),
      withoutUsualPlaces(script),
    ]);
    expect(output).toMatch(/^The TypeScript kernel was installed with \/gone\/node[^\n]+in \/p\.\n$/);
    expect(status).toBe(1);
  });

  /** A folder with nothing but the commands that the script itself calls. */
  function noNodeFolder(): string {
    const bin = temporaryFolder();
    writeFileSync(join(bin, "dirname"), '#!/bin/sh\nexec /usr/bin/dirname "$@"\n');
    chmodSync(join(bin, "dirname"), 0o755);
    return bin;
  }

  /** The script on a machine that has no Node where Node usually is. */
  function withoutUsualPlaces(script: string): string {
    const copy = join(temporaryFolder(), "start.sh");
    writeFileSync(copy, readFileSync(script, "utf8").replace(/^ +\/usr\/local\/bin\/node.*$/m, "; do"));
    return copy;
  }

  test("that stands in for another leaves no process behind", async () => {
    expect(await until(() => processesOf(kernel.spec).length === 0 || undefined, 5_000)).toBe(true);
  });
});
