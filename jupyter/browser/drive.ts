// The reader's files, as JupyterLab shows them: the site's, and over them what was edited in this browser.
import type { BuiltSources, Files, PlacedFile } from "./messages";
import type { DriveOfPage } from "./page-kernel";

/** What JupyterLab's contents manager tells of a file or folder. */
interface Item {
  readonly path: string;
  readonly type: string;
  readonly last_modified: string;
  readonly size?: number;
  readonly format: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: a text, JSON, or the items of a folder
  readonly content: any;
}

/** The part of JupyterLab's contents manager that is used here. */
export interface Contents {
  readonly fileChanged: { connect(heard: () => void): void };
  get(path: string, options?: object): Promise<Item>;
  save(path: string, options: object): Promise<Item>;
  delete(path: string): Promise<void>;
}

/** Files that JupyterLab is to show as text. */
const isSource = (path: string) => /\.([cm]?[jt]sx?|json)$/.test(path);

export class Drive implements DriveOfPage {
  readonly #contents: Contents;
  /** Where the site has a file. */
  readonly #urlOf: (path: string) => string;
  readonly #built: () => Promise<BuiltSources>;
  #seen = new Map<string, string>();
  #hasChanged = true;
  #writing: Promise<unknown> = Promise.resolve();
  #looking: Promise<unknown> = Promise.resolve();

  /** @param built  the sources of the site, which then need not be fetched one by one */
  constructor(contents: Contents, urlOf: (path: string) => string, built: () => Promise<BuiltSources>) {
    this.#contents = contents;
    this.#built = built;
    this.#urlOf = urlOf;
    const noticed = () => {
      this.#hasChanged = true;
    };
    contents.fileChanged.connect(noticed);
    // Another tab of the browser may have edited something meanwhile, or another window, which hides nothing.
    const { document, window } = globalThis as Partial<Record<"document" | "window", EventTarget>>;
    document?.addEventListener("visibilitychange", noticed);
    window?.addEventListener("focus", noticed);
  }

  /** Who asked before is gone: the next one hears of everything. */
  forget(): void {
    this.#seen = new Map();
    this.#hasChanged = true;
  }

  /** One look after the other: who asks second must not have an answer before the first has what is new. */
  changes(): Promise<Files> {
    const seen = this.#seen;
    const looked = this.#looking.then(() => (seen === this.#seen ? this.#look(seen) : {}));
    this.#looking = looked;
    return looked;
  }

  async #look(seen: Map<string, string>): Promise<Files> {
    await this.#writing;
    if (!this.#hasChanged) return {};
    this.#hasChanged = false;
    const files: Record<string, PlacedFile | null> = {};
    const there = new Set<string>();
    const visit = async (folder: string): Promise<void> => {
      const { content } = await this.#contents.get(folder, { content: true });
      await Promise.all(
        (content as Item[]).map(async (item) => {
          if (item.type === "directory") return visit(item.path);
          there.add(item.path);
          if (item.type === "notebook" || seen.get(item.path) === item.last_modified) return;
          const file = await this.#file(item);
          if (file) seen.set(item.path, item.last_modified);
          files[item.path] = file;
        }),
      );
    };
    try {
      await visit("");
    } catch (error) {
      // The cell runs with what is known: one that never ends would be worse. The next one looks again.
      this.#hasChanged = true;
      console.warn("not all files could be read:", error);
      return files;
    }
    for (const path of [...seen.keys()]) {
      if (there.has(path)) continue;
      seen.delete(path);
      files[path] = null;
    }
    return files;
  }

  /** @returns `null` for a file whose upload is under way: it is none yet */
  async #file(item: Item): Promise<PlacedFile | null> {
    const { path, size = 0 } = item;
    const isHere = item.content !== null && item.content !== undefined;
    // What was edited is here; what is not here is the site's, and is fetched when somebody reads it.
    if (!isHere) return { size, url: this.#urlOf(path), ...(await this.#textOf(path)) };
    const { content, format } = item;
    if (format === "base64") return placed(content);
    return { text: typeof content === "string" ? content : JSON.stringify(content, null, 2) };
  }

  async #textOf(path: string): Promise<PlacedFile> {
    const known = (await this.#built())[path];
    return known ? { text: known.text } : {};
  }

  /** Writes one file after the other: JupyterLite's drive would mix up a file that is written and renamed at once. */
  write(path: string, bytes: Uint8Array<ArrayBuffer> | undefined): void {
    const work = () => (bytes ? this.#save(path, bytes) : this.#contents.delete(path).catch(() => {}));
    this.#writing = this.#writing.then(work).catch(console.warn);
  }

  async #save(path: string, bytes: Uint8Array): Promise<void> {
    const folders = path.split("/").slice(0, -1);
    for (let k = 1; k <= folders.length; k++) {
      const folder = folders.slice(0, k).join("/");
      const made = () => this.#contents.save(folder, { type: "directory", name: folders[k - 1], path: folder });
      await this.#contents.get(folder, { content: false }).catch(made);
    }
    const isText = isSource(path) || /\.(md|txt|csv)$/.test(path);
    const content = isText ? new TextDecoder().decode(bytes) : base64Of(bytes);
    const format = isText ? "text" : "base64";
    const name = path.split("/").at(-1);
    const saved = await this.#contents.save(path, { type: "file", format, content, name, path });
    this.#seen.set(path, saved.last_modified);
  }
}

/** @returns `null` for what is no base64: JupyterLite keeps the parts of a large file so until the last one is there */
function placed(base64: string): PlacedFile | null {
  try {
    return { bytes: Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)) };
  } catch {
    return null;
  }
}

function base64Of(bytes: Uint8Array): string {
  let text = "";
  for (let k = 0; k < bytes.length; k += 0x8000) text += String.fromCharCode(...bytes.subarray(k, k + 0x8000));
  return btoa(text);
}
