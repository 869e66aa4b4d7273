// Tab and Shift-Tab: the compiler's completions and descriptions. Jupyter counts a cursor's position in Unicode code
// points, JavaScript and the compiler in UTF-16 units.
import type { Compiler } from "./compiler";
import type { Content } from "./link";
import type { Variables } from "./variables";

export class Tooltips {
  readonly #compiler: Compiler;
  readonly #variables: Variables;

  constructor(compiler: Compiler, variables: Variables) {
    this.#compiler = compiler;
    this.#variables = variables;
  }

  complete({ code, cursor_pos }: Content): Content {
    const position = toUnits(code, cursor_pos);
    const info = this.#compiler.complete(this.#variables.declarations, code, position);
    const kinds = new Map(info.original?.entries.map(({ name, kind }) => [name, kind]));
    const cursor_start = toPoints(code, info.start);
    const cursor_end = toPoints(code, info.end);
    return {
      status: "ok",
      matches: info.candidates,
      cursor_start,
      cursor_end,
      metadata: {
        // JupyterLab shows what kind of thing each one is.
        _jupyter_types_experimental: info.candidates.map((text) => ({
          text,
          type: kinds.get(text) ?? "",
          start: cursor_start,
          end: cursor_end,
        })),
      },
    };
  }

  inspect({ code, cursor_pos }: Content): Content {
    const position = toUnits(code, cursor_pos);
    for (const place of [position, calledAt(code, position)]) {
      const info = place === undefined ? undefined : this.#describe(code, place);
      if (info) return { status: "ok", found: true, data: info, metadata: {} };
    }
    return { status: "ok", found: false, data: {}, metadata: {} };
  }

  /** After `new` the compiler describes the constructor alone: what it says of the class, "" where there is none. */
  #classDocumentation(code: string, position: number): string {
    const name = /[\w$]*$/.exec(code.slice(0, position))?.[0] ?? "";
    const before = code.slice(0, position - name.length);
    if (!/\bnew\s+$/.test(before)) return "";
    const withoutNew = before.replace(/new(\s+)$/, "   $1") + code.slice(before.length);
    const info = this.#compiler.inspect(this.#variables.declarations, withoutNew, position);
    return join(info?.documentation);
  }

  #describe(code: string, position: number): Content | undefined {
    const info = this.#compiler.inspect(this.#variables.declarations, code, position);
    if (!info) return undefined;
    // "(alias) class Conv3x3\nimport Conv3x3": what it is, not how it came here.
    const signature = join(info.displayParts).replace(/^\(alias\) ([\s\S]*)\nimport .*$/, "$1");
    const documentation = [this.#classDocumentation(code, position), join(info.documentation)]
      .filter((part) => part !== "")
      .join("\n\n");
    const tags = (info.tags ?? []).map(({ name, text }) => ({ name, text: join(text) }));
    return {
      "text/plain": [
        signature,
        documentation,
        tags.map(({ name, text }) => `@${name} ${text}`).join("\n"),
      ]
        .filter((part) => part !== "")
        .join("\n\n"),
      "text/markdown": [
        `\`\`\`typescript\n${signature}\n\`\`\``,
        documentation,
        tags.map(({ name, text }) => `- *@${name}* ${text}`).join("\n"),
      ]
        .filter((part) => part !== "")
        .join("\n\n"),
    };
  }
}

const join = (parts: readonly { readonly text: string }[] = []) =>
  parts.map(({ text }) => text).join("");

/** Inside the brackets of a call: the position of the name that is called. */
function calledAt(code: string, position: number): number | undefined {
  let depth = 0;
  for (let k = position - 1; k >= 0; k--) {
    const character = code[k] as string;
    if (")]}".includes(character)) depth++;
    if (!"([{".includes(character)) continue;
    if (depth-- > 0) continue;
    return character === "(" && /[\w$]/.test(code[k - 1] ?? "") ? k - 1 : undefined;
  }
  return undefined;
}

/** @param points  absent: the end of the code */
const toUnits = (code: string, points?: number): number =>
  points === undefined ? code.length : [...code].slice(0, points).join("").length;

const toPoints = (code: string, units: number): number => [...code.slice(0, units)].length;
