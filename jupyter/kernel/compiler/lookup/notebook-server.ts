import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Position } from "../../text/positions";
import type { FileNews } from "../checking/checker";
import { nativeCompiler } from "../checking/native-executable";
import type { NotebookProgram } from "../checking/notebook-program";
import { LanguageServer, ServerEnded } from "./language-server";

/** A text that is asked about, under the path that the server knows it by, and all that it depends on. */
export interface Documents {
  readonly path: string;
  readonly text: string;
  readonly others: ReadonlyMap<string, string>;
}

/** The changes of files on disk since the server was last told. */
export interface ServerNews extends Pick<FileNews, "changed" | "deleted"> {
  readonly created?: readonly string[];
}

/** TypeScript's language server with a notebook's program in it: started at the first question, and again if it ends. */
export class NotebookServer {
  /** The path of the text in which Tab was pressed, and of the text that is being typed. */
  readonly tab: string;
  readonly typing: string;
  readonly #program: NotebookProgram;
  readonly #folder: string;
  #server: Promise<LanguageServer> | undefined;
  #process: LanguageServer | undefined;
  /** The paths of what each text depended on when it was last asked about. */
  readonly #open = new Map<string, ReadonlySet<string>>();

  constructor(program: NotebookProgram, folder: string) {
    this.#program = program;
    this.#folder = folder;
    this.tab = join(folder, `__tab__${program.extension}`);
    this.typing = join(folder, `__typing__${program.extension}`);
  }

  get isRunning(): boolean {
    return this.#process !== undefined && !this.#process.hasEnded;
  }

  /** @param what  "hover", "completion": a method of the protocol, without "textDocument/" */
  async ask(what: string, documents: Documents, position?: Position) {
    // The process may have been ended from outside; then it is started again.
    return this.#askOnce(what, documents, position).catch((error) => {
      if (!(error instanceof ServerEnded)) throw error;
      return this.#askOnce(what, documents, position);
    });
  }

  /** Tells the server that files on disk were edited. */
  notice({ created = [], changed = [], deleted = [] }: ServerNews): void {
    const changes = [created, changed, deleted].flatMap((paths, k) =>
      paths.map((path) => ({ uri: pathToFileURL(path).href, type: k + 1 })),
    );
    if (changes.length === 0) return;
    void this.#server?.then(
      (server) => server.tell("workspace/didChangeWatchedFiles", { changes }),
      () => {},
    );
  }

  close(): void {
    this.#process?.close();
  }

  async #askOnce(what: string, documents: Documents, position?: Position) {
    const server = await this.#running();
    this.#tell(server, documents);
    const textDocument = { uri: pathToFileURL(documents.path).href };
    return server.ask(`textDocument/${what}`, position ? { textDocument, position } : { textDocument });
  }

  /** Gives the server all texts, and takes back those that nothing depends on any more. */
  #tell(server: LanguageServer, { path, text, others }: Documents): void {
    for (const [other, its] of others) server.document(other, its);
    server.document(path, text);
    const before = this.#open.get(path) ?? new Set();
    this.#open.set(path, new Set(others.keys()));
    const needed = new Set([...this.#open.values()].flatMap((paths) => [...paths]));
    for (const other of before) if (!needed.has(other)) server.forget(other);
  }

  /** The server, which only the first of several callers starts. */
  #running(): Promise<LanguageServer> {
    if (!this.#server || this.#process?.hasEnded) this.#server = this.#start();
    return this.#server;
  }

  async #start(): Promise<LanguageServer> {
    const server = new LanguageServer(nativeCompiler(), this.#folder);
    this.#process = server;
    this.#open.clear();
    await server.start();
    const { text, others } = this.#program.document("");
    for (const path of [this.tab, this.typing]) this.#tell(server, { path, text, others });
    await this.#openProject(server);
    return server;
  }

  /**
   * Opens a project with the settings of the notebook. The server reads them from a file, which can then be removed.
   */
  async #openProject(server: LanguageServer): Promise<void> {
    const { API } = await import("typescript/unstable/async");
    const { pipe } = await server.ask("custom/initializeAPISession", {});
    const api = await server.whileAlive(API.fromLSPConnection({ pipe }));
    const folder = mkdtempSync(join(tmpdir(), "cells-"));
    const { checker, texts } = this.#program;
    writeFileSync(join(folder, "tsconfig.json"), checker.config([this.tab, this.typing, texts.ambient]));
    const openProjects = [join(folder, "tsconfig.json")];
    await server.whileAlive(api.updateSnapshot({ openProjects })).finally(() => rmSync(folder, { recursive: true }));
  }
}
