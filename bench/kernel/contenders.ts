import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { StartOptions } from "../../test/helpers/kernel/client";
import { globFiles } from "./glob-files";
import { kernelPeersFolder } from "./install";

/** The same cells in a kernel's language. */
export interface Cells {
  readonly trivial: string;
  /** A cell that declares something, of another text for each number. */
  declaring(number: number): string;
  readonly import: string;
  /** Must fail, because the import was checked; undefined where types are not. */
  readonly wrongType: string | undefined;
  /** Whether importing again takes in an edit. */
  readonly isLive: boolean;
  /** Run once before the first such import; "" for nothing. */
  readonly liveSource: string;
  /** Prints the number of the edit that is in use. */
  readonly printEdit: string;
  readonly object: string;
  /** Ends in the beginning of its method `forward`; of another text for each number. */
  question(number: number): string;
  /** Loops so many milliseconds. */
  loop(milliseconds: number): string;
  /** Half a second of training at least; undefined where there is nothing to train with. */
  readonly training: { readonly prepare: string; readonly run: string } | undefined;
  /** Shows a figure of 40 kB a hundred times in one output, each time another one. */
  readonly updates: { readonly prepare: string; readonly run: string };
  readonly counter: string;
  readonly tenMillionTurns: string;
  readonly tenMillionTurnsOwnCell: string;
}

/** A kernel whose speed is measured, and the cells that it is given. */
export interface Contender {
  readonly name: string;
  readonly versions: string;
  /** How it is started in a copy of the project. */
  start(project: string): StartOptions;
  readonly cells: Cells;
}

const typescript: Cells = {
  trivial: "1 + 1",
  declaring: (number) => `const declared${number % 5} = ${number};`,
  import: 'import { Conv3x3, loadMnist, MaxPool2, Network, Softmax, train } from "./src/index";',
  wrongType: 'new Conv3x3("eight");',
  isLive: true,
  liveSource: "",
  printEdit: 'console.log(/"edited", ([0-9e]+)/.exec(String(Conv3x3.prototype.forward))?.[1]);',
  object: "const layer = new Conv3x3(8);",
  question: (number) => `${number};\nlayer.forw`,
  loop: (milliseconds) => `{ const end = Date.now() + ${milliseconds}; while (Date.now() < end) {} }`,
  training: {
    prepare: `const { train: images } = loadMnist();
const network = new Network([new Conv3x3(8), new MaxPool2(), new Softmax(1352, 10)]);`,
    run: "train(network, images, { epochs: 2, batchSize: 32 });",
  },
  updates: {
    prepare: 'import * as tslab from "tslab"; const paths = "<path d=\'M0 0L10 10\'/>".repeat(1800);',
    run: `{
  const panel = tslab.newDisplay();
  for (let k = 0; k < 100; k++) panel.svg("<svg id='" + k + "'>" + paths + "</svg>");
}`,
  },
  counter: "let sum = 0;",
  tenMillionTurns: "for (let i = 0; i < 1e7; i++) sum += i;",
  tenMillionTurnsOwnCell: "let total = 0; for (let i = 0; i < 1e7; i++) total += i;",
};

const python: Cells = {
  trivial: "1 + 1",
  declaring: (number) => `declared${number % 5} = ${number}`,
  import: "from python_package import Conv3x3",
  wrongType: undefined,
  isLive: true,
  liveSource: "%load_ext autoreload\n%autoreload 2",
  printEdit: "import python_package.conv3x3\nprint(python_package.conv3x3.edited)",
  object: "layer = Conv3x3(8)",
  question: (number) => `${number}\nlayer.forw`,
  loop: (milliseconds) => `import time\nend = time.time() + ${milliseconds / 1000}\nwhile time.time() < end: pass`,
  training: undefined,
  // Not by IPython's class SVG, which parses the figure.
  updates: {
    prepare: `from IPython.display import display\npaths = "<path d='M0 0L10 10'/>" * 1800`,
    run: `for k in range(100):
    figure = {"image/svg+xml": f"<svg id='{k}'>{paths}</svg>"}
    display(figure, raw=True, display_id="figure", update=k > 0)`,
  },
  counter: "sum = 0",
  tenMillionTurns: "for i in range(10_000_000): sum += i",
  tenMillionTurnsOwnCell: "total = 0\nfor i in range(10_000_000): total += i",
};

/** The kernels that are installed here, ours first. */
export function contenders(root: string): Contender[] {
  const found: Contender[] = [
    {
      name: "this kernel",
      versions: `Node ${process.versions.node}`,
      start: (project) => ({ project }),
      cells: typescript,
    },
  ];
  const deno = globFiles(root, join(kernelPeersFolder, "node_modules/@deno/*/deno"))[0];
  const denoVersions = deno ? answer(join(root, deno), ["--version"]) : undefined;
  if (deno && denoVersions) {
    const command = join(root, deno);
    found.push({
      name: "Deno",
      versions: (denoVersions.split("\n")[0] ?? "").replace(/ \(.*/, "").replace("deno", "Deno"),
      start: (folder) => ({
        command: (file) => [command, "jupyter", "--kernel", "--conn", file],
        folder,
        env: { DENO_DIR: join(folder, ".deno"), DENO_NO_UPDATE_CHECK: "1" },
      }),
      // It checks no types, and never loads a file a second time.
      cells: {
        ...typescript,
        import: typescript.import.replace("index", "index.ts"),
        updates: {
          prepare: `const paths = "<path d='M0 0L10 10'/>".repeat(1800);`,
          run: `for (let k = 0; k < 100; k++) {
  const figure = Deno.jupyter.svg(["<svg id='" + k + "'>" + paths + "</svg>"]);
  await Deno.jupyter.display(figure, { display_id: "figure", update: k > 0 });
}`,
        },
        isLive: false,
        wrongType: undefined,
      },
    });
  }
  const pythonCommand = join(root, ".venv/bin/python");
  const ask = "import ipykernel, sys; print(ipykernel.__version__, sys.version.split()[0])";
  const [ipykernel, version] = answer(pythonCommand, ["-c", ask])?.trim().split(" ") ?? [];
  if (ipykernel) {
    found.push({
      name: "ipykernel",
      versions: `ipykernel ${ipykernel} on Python ${version}`,
      start: (folder) => ({
        command: (file) => [pythonCommand, "-m", "ipykernel_launcher", "-f", file],
        folder,
        env: { PYDEVD_DISABLE_FILE_VALIDATION: "1" },
      }),
      cells: python,
    });
  }
  return found;
}

/** What a program prints; undefined where it is missing or fails. */
function answer(command: string, parameters: readonly string[]): string | undefined {
  if (!existsSync(command)) return undefined;
  const { status, stdout } = spawnSync(command, parameters, { encoding: "utf8" });
  return status === 0 ? stdout : undefined;
}
