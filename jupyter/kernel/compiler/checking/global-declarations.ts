import type { GlobalBlock } from "../rewriting/declared-names";

/** Reads and replaces the module of a cell that ran. */
interface CellModule {
  text(number: number): string;
  write(number: number, text: string): void;
}

/** The declarations of cells that ran for the global scope, by the numbers of the cells. */
export class GlobalDeclarations {
  readonly #module: CellModule;
  readonly #blocks = new Map<number, readonly GlobalBlock[]>();
  /** The texts of cells before any block was taken out. */
  readonly #whole = new Map<number, string>();

  constructor(module: CellModule) {
    this.#module = module;
  }

  add(number: number, blocks: readonly GlobalBlock[]): void {
    this.#blocks.set(number, blocks);
  }

  /** The number of the cell that declared each name last. */
  get cells(): ReadonlyMap<string, number> {
    const named = ([number, blocks]: [number, readonly GlobalBlock[]]) =>
      blocks.flatMap(({ names }) => names.map((name) => [name, number] as const));
    return new Map([...this.#blocks].flatMap(named));
  }

  /**
   * Takes out what earlier cells declared under one of these names, which `declare global` declares anew.
   *
   * @returns the cells that have lost their blocks
   */
  replace(globals: readonly GlobalBlock[]): number[] {
    const names = new Set(globals.flatMap(({ names }) => names));
    const replaced = [...this.#blocks].filter(([, blocks]) =>
      blocks.some(({ names: others }) => others.some((name) => names.has(name))),
    );
    for (const [number] of replaced) this.#write(number, false);
    return replaced.map(([number]) => number);
  }

  /** Puts the blocks back, because the cell that replaced them has an error. */
  restore(numbers: readonly number[]): void {
    for (const number of numbers) this.#write(number, true);
  }

  #write(number: number, isThere: boolean): void {
    const whole = this.#whole.get(number) ?? this.#module.text(number);
    this.#whole.set(number, whole);
    const blocks = this.#blocks.get(number) ?? [];
    this.#module.write(number, isThere ? whole : blocks.reduce(withoutBlock, whole));
  }
}

/** Replaces a block by blanks, so that the text behind it keeps its lines and columns. */
const withoutBlock = (text: string, { start, end }: GlobalBlock): string =>
  text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, " ") + text.slice(end);
