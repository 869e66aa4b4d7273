// Tab and Shift-Tab, answered by TypeScript's language server.
import { builtinModules } from "node:module";
import type { CompleteReply, CompleteRequest, InspectReply, InspectRequest } from "../../protocol/requests";
import type { NotebookProgram } from "../checking/notebook-program";
import { type CompletionItem, isOffered, kindOf } from "./completion-items";
import { begunIn, calledAt, importAt, nameAt, toPoints, toUnits } from "./cursor";
import { descriptionAt } from "./description-at";
import type { NotebookServer } from "./notebook-server";

/** Answers Tab and Shift-Tab. The language server is started when the first of them comes. */
export class Tooltips {
  readonly #program: NotebookProgram;
  readonly #server: NotebookServer;

  constructor(program: NotebookProgram, server: NotebookServer) {
    this.#program = program;
    this.#server = server;
  }

  async complete({ code, cursor_pos }: CompleteRequest): Promise<CompleteReply> {
    const position = toUnits(code, cursor_pos);
    const answer = await this.#ask("completion", code, position);
    const items: CompletionItem[] = Array.isArray(answer) ? answer : (answer?.items ?? []);
    const offered = inOrder(items.filter(isOffered));
    const word = /[\p{ID_Continue}$\u200c\u200d]*$/u.exec(code.slice(0, position))?.[0] ?? "";
    const path = importAt(code, position);
    const begun = path === undefined ? word : begunIn(path);
    const all = path === undefined || path.startsWith(".") ? offered : [...offered, ...ofNode];
    const matches = all.filter(({ label }) => label.startsWith(begun));
    const labels = [...new Set(matches.map(({ label }) => label))];
    const cursor_start = toPoints(code, position - begun.length);
    const cursor_end = toPoints(code, position);
    // The server sees imports of earlier cells as variables.
    const isImport = (label: string) => this.#program.names.get(label)?.kind === "import";
    const types = new Map(matches.map((item) => [item.label, isImport(item.label) ? "alias" : kindOf(item)]));
    return {
      status: "ok",
      matches: labels,
      cursor_start,
      cursor_end,
      metadata: {
        // JupyterLab shows the kind of each completion.
        _jupyter_types_experimental: labels.map((text) => ({
          text,
          type: types.get(text) ?? "",
          start: cursor_start,
          end: cursor_end,
        })),
      },
    };
  }

  async inspect({ code, cursor_pos }: InspectRequest): Promise<InspectReply> {
    const position = toUnits(code, cursor_pos);
    for (const place of [nameAt(code, position), calledAt(code, position)]) {
      if (place === undefined) continue;
      const data = await descriptionAt((text) => this.#ask("hover", text, place), code, place);
      if (data) return { status: "ok", found: true, data, metadata: {} };
    }
    return { status: "ok", found: false, data: {}, metadata: {} };
  }

  /** Lets a running server read what cells declared, so that the next Tab does not wait for that. */
  async warmUp(): Promise<void> {
    if (this.#server.isRunning) await this.#ask("hover", "", 0).catch(() => {});
  }

  async #ask(what: "completion" | "hover", code: string, position: number) {
    const before = code.slice(0, position);
    const character = position - (before.lastIndexOf("\n") + 1);
    // The names of earlier cells stand in one line above the code.
    const place = { line: before.split("\n").length, character };
    return this.#server.ask(what, { path: this.#server.tab, ...this.#program.document(code) }, place);
  }
}

const ofNode: readonly CompletionItem[] = builtinModules
  .filter((name) => !name.startsWith("_"))
  .map((name) => ({ label: name.startsWith("node:") ? name : `node:${name}`, kind: 9 }));

const inOrder = (items: readonly CompletionItem[]): CompletionItem[] => {
  const key = ({ sortText = "", label }: CompletionItem) => `${sortText} ${label}`;
  return [...items].sort((a, b) => (key(a) < key(b) ? -1 : 1));
};
