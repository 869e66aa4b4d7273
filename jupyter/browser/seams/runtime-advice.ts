// Advice that holds in a page, which has no packages, no shell, and no Node that could get them.
import type { RuntimeAdvice } from "../../kernel/compiler/checking/runtime-advice";

export type { RuntimeAdvice } from "../../kernel/compiler/checking/runtime-advice";

const noPackages = "the browser edition has no npm packages; install the project to use them";
const html = 'tslab.display.html("<b>…</b>") shows HTML below the cell';

/** What a page can do of what people ask a shell for. */
const commands: readonly (readonly [command: RegExp, code: (word: string) => string])[] = [
  [
    /^(?:ls|find)(?:\s+-\S+)*(?:\s+([\w./-]+))?/,
    (folder) => `import { readdirSync } from "node:fs"; readdirSync("${folder || "."}")`,
  ],
  [
    /^(?:cat|head|tail|grep\s+\S+)(?:\s+-\S+)*\s+([\w./-]+)/,
    (file) => `import { readFileSync } from "node:fs"; console.log(readFileSync("${file}", "utf8"))`,
  ],
  [/^mkdir(?:\s+-\S+)*\s+([\w./-]+)/, (folder) => `import { mkdirSync } from "node:fs"; mkdirSync("${folder}")`],
  [/^rm(?:\s+-\S+)*\s+([\w./-]+)/, (file) => `import { rmSync } from "node:fs"; rmSync("${file}")`],
  [/^pwd\b/, () => "process.cwd()"],
  [/^echo\s+["']?([^"']*)/, (words) => `console.log(${JSON.stringify(words)})`],
];

function instead(command: string): string {
  for (const [pattern, code] of commands) {
    const found = pattern.exec(command);
    if (found) return `. Write: ${code(found[1] ?? "")}`;
  }
  return ", and there is none in the browser edition: install the project to use one";
}

/** In the place of compiler/checking/runtime-advice.ts. */
export const runtimeAdvice: RuntimeAdvice = {
  install: () => `Nothing can be installed here: ${noPackages}`,
  pip: `This kernel runs TypeScript, and nothing can be installed here: ${noPackages}`,
  shell: (command) => `A cell runs TypeScript, not a shell${instead(command)}`,
  html: `import * as tslab from "tslab"; ${html}`,
  magic: (name) => `${name} is one of IPython's magics; this kernel has none`,
  ofPage: (name) => `A cell runs in a web worker beside the page, so there is no ${name}; ${html}`,
  otherRuntime: (name) => `This kernel runs in a browser: there is no ${name}`,
  denoPackage: (name) => `${name} cannot be had: ${noPackages}`,
  address: `A cell imports no addresses: ${noPackages}`,
  typescript: `typescript cannot be had: ${noPackages}`,
  missingPackage: (name) => (name.startsWith("node:") ? undefined : `Cannot find module '${name}': ${noPackages}`),
  feasible: (message) => message.replace(/ (?:Do you need to install type definitions|Try `npm i).*/s, ""),
};
