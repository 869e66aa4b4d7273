import { setTimeout as sleep } from "node:timers/promises";
import { KernelClient, type Outcome, plain, type StartOptions } from "../../../test/helpers/kernel/client";
import { type TemporaryProject, temporaryProject } from "../../../test/helpers/kernel/temporary-project";
import type { ComparedKernel, KernelName } from "./kernels";

/** The same cell for each kernel: one for all, or for a language, and where a kernel says it otherwise, its own. */
export type Cell = string | ({ readonly typescript: string } & { readonly [name in KernelName | "python"]?: string });

/** What was seen. */
export interface Finding {
  readonly holds: boolean;
  /** What came instead, in a few words. */
  readonly instead?: string;
}

/** One line of the table: something that a kernel has or has not. */
export interface Probe {
  readonly title: string;
  /** Whether the short table has it. */
  readonly isShort?: true;
  /** Files of the project that it happens in. */
  readonly files?: Readonly<Record<string, string>>;
  /** What is to be known of a kernel's cells. */
  readonly remarks?: { readonly [name in KernelName]?: string };
  /** @returns undefined where the language has no such thing */
  try(trial: Trial): Promise<Finding | undefined>;
}

/** @param instead  what happens in its place, where the kernel does not do it @returns what a probe found */
export const has = (holds: boolean, instead?: string): Finding => ({
  holds,
  ...(holds || !instead ? {} : { instead }),
});

const patienceMilliseconds = 6000;
/** After an error tslab drops what it is sent, for 200 ms. */
const afterErrorMilliseconds = 300;

/** A kernel that has just been started in a project of its own. */
export class Trial {
  readonly kernel: ComparedKernel;
  readonly project: TemporaryProject;
  readonly client: KernelClient;

  private constructor(kernel: ComparedKernel, project: TemporaryProject, client: KernelClient) {
    this.kernel = kernel;
    this.project = project;
    this.client = client;
  }

  /** Another process may take a port between its choice and the kernel's start: three are tried. */
  static async of(kernel: ComparedKernel, probe: Probe, more: StartOptions = {}, tries = 3): Promise<Trial> {
    const project = temporaryProject({ ...projectFiles, ...probe.files });
    try {
      return new Trial(kernel, project, await KernelClient.start({ ...kernel.start(project.folder), ...more }));
    } catch (error) {
      project.close();
      if (tries > 1) return Trial.of(kernel, probe, more, tries - 1);
      throw error;
    }
  }

  async end(): Promise<void> {
    await this.client.stop();
    this.project.close();
  }

  /** A cell in this kernel's words; undefined where its language has none. */
  code(cell: Cell): string | undefined {
    const { name, language } = this.kernel;
    return typeof cell === "string" ? cell : (cell[name] ?? cell[language]);
  }

  /** Runs a cell. @returns undefined if no answer came in time */
  async run(cell: Cell, more: object = {}, patience = patienceMilliseconds): Promise<Outcome | undefined> {
    const outcome = await this.withIn(this.send(cell, more), patience);
    if (outcome?.reply.status === "error") await sleep(afterErrorMilliseconds);
    return outcome;
  }

  /** Sends a cell; colours are taken off its result. */
  async send(cell: Cell, more: object = {}): Promise<Outcome> {
    const code = this.code(cell);
    if (code === undefined) throw new Error(`bench: no cell for ${this.kernel.name}: ${JSON.stringify(cell)}`);
    const outcome = await this.client.run(code, more);
    return { ...outcome, result: outcome.result && plain(outcome.result) };
  }

  /** What a cell printed and its result, as one text; the error where it failed. */
  async shown(cell: Cell, more: object = {}): Promise<string> {
    const outcome = await this.run(cell, more);
    return outcome ? shown(outcome) : "no answer";
  }

  /** The answer to a request; undefined if none came in time. */
  async ask(type: string, content: object, channel: "shell" | "control" = "shell", patience = 3000) {
    return this.withIn(this.client.reply(type, content, channel), patience);
  }

  withIn<T>(work: Promise<T>, milliseconds: number): Promise<T | undefined> {
    return Promise.race([work, sleep(milliseconds, undefined, { ref: false })]);
  }
}

/** All that a cell brought, without colours. */
export function shown({ reply, result, stdout, stderr, outputs }: Outcome): string {
  const error = reply.status === "error" ? `${reply.ename}: ${reply.evalue}` : "";
  const told = outputs.filter(({ type }) => type === "error").map(({ content }) => String(content.evalue));
  return plain([stdout, result, stderr, error, ...told].filter(Boolean).join("\n"));
}

const projectFiles = {
  "package.json": JSON.stringify({
    name: "compared",
    version: "1.0.0",
    private: true,
    dependencies: { "only-esm": "1.0.0" },
  }),
  "deno.json": JSON.stringify({ nodeModulesDir: "manual", unstable: ["sloppy-imports"] }),
  "tsconfig.json": JSON.stringify({
    compilerOptions: { target: "ES2022", module: "ESNext", moduleResolution: "bundler", types: ["node"], strict: true },
  }),
};
