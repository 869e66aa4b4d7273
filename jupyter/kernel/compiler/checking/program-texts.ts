import type { Checker, FileNews } from "./checker";
import { dialogs, webAssembly } from "./libraries";

/** The modules of a program that are not on disk: cells, and what connects them. See notebook-program.ts. */
export class ProgramTexts {
  /** The paths of the modules; those of all others come from `pathOf`. */
  readonly ambient: string;
  readonly cell: string;
  readonly keep: string;
  readonly notebook: string;
  /** The path of the module of this name: "cell3". */
  readonly pathOf: (module: string) => string;
  readonly #texts = new Map<string, string>();
  /** Texts that the checker has not seen. */
  #news = new Map<string, string>();

  /** @param folder  the notebook's folder; TypeScript takes cells for files in it */
  constructor(folder: string, extension: string) {
    this.pathOf = (name) => `${folder}/__${name}__${extension}`;
    this.ambient = `${folder}/__ambient__.d.ts`;
    this.cell = this.pathOf("cell");
    this.keep = this.pathOf("keep");
    this.notebook = this.pathOf("notebook");
    this.write(this.ambient, webAssembly + dialogs);
    this.write(this.keep, "export {};\n");
    this.write(this.notebook, "export {};\n");
  }

  pathOfCell(number: number): string {
    return this.pathOf(`cell${number}`);
  }

  get(path: string): string {
    return this.#texts.get(path) ?? "";
  }

  write(path: string, text: string): void {
    this.#texts.set(path, text);
    this.#news.set(path, text);
  }

  get hasNews(): boolean {
    return this.#news.size > 0;
  }

  /** Has a new checker load all texts. */
  open(checker: Checker): void {
    this.#news = new Map();
    checker.open([this.ambient, this.keep, this.cell], this.#texts);
  }

  /** Tells the checker of new texts, and of changes of files on disk. */
  tell(checker: Checker, files: FileNews = {}): void {
    checker.update({ ...files, texts: this.#news });
    this.#news = new Map();
  }

  /**
   * The texts that the notebook's names come from, and these modules: far fewer than all cells that ever ran.
   */
  behindNames(modules: Iterable<string> = []): Map<string, string> {
    const found = new Map<string, string>();
    // The loop also visits what is added to the set meanwhile.
    const waiting = new Set([this.ambient, this.notebook, ...Array.from(modules, (module) => this.pathOf(module))]);
    for (const path of waiting) {
      const text = this.get(path);
      found.set(path, text);
      for (const [, number] of text.matchAll(/"\.\/__cell(\d+)__"/g)) waiting.add(this.pathOfCell(Number(number)));
    }
    return found;
  }
}
