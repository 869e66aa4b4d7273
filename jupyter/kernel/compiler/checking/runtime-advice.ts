// Advice that holds where the kernel runs in Node. In a page another file stands in its place, with advice that holds there.

/** What to write instead, where that depends on what the kernel runs in. */
export interface RuntimeAdvice {
  /** @param packages  as the reader named them, to be installed */
  readonly install: (packages: string) => string;
  readonly pip: string;
  /** @param command  a line for a shell */
  readonly shell: (command: string) => string;
  /** How code shows HTML below its cell. */
  readonly html: string;
  /** @param name  one of IPython's, with its % */
  readonly magic: (name: string) => string;
  /** @param name  what pages have in their global scope, and cells have not */
  readonly ofPage: (name: string) => string;
  /** @param name  Deno or Bun */
  readonly otherRuntime: (name: string) => string;
  /** @param name  of a package, which was named as Deno names them */
  readonly denoPackage: (name: string) => string;
  /** About an import from an address. */
  readonly address: string;
  /** About an import of TypeScript itself. */
  readonly typescript: string;
  /** About an import of a package that is not there; `undefined` where TypeScript's words suffice. */
  readonly missingPackage: (name: string) => string | undefined;
  /** TypeScript's words about an error, without what cannot be done. */
  readonly feasible: (message: string) => string;
}

const html = 'tslab.display.html("<b>…</b>") shows HTML below the cell';

export const runtimeAdvice: RuntimeAdvice = {
  install: (packages) => `To install packages write: %npm install ${packages}`,
  pip: "This kernel runs TypeScript: its packages come from npm. Write: %npm install NAME",
  shell: (command) =>
    `A cell runs TypeScript, not a shell. Write: import { execSync } from "node:child_process"; console.log(execSync(${JSON.stringify(command)}).toString())`,
  html: `import * as tslab from "tslab"; ${html}`,
  magic: (name) => `${name} is one of IPython's magics; this kernel has only %npm install NAME`,
  ofPage: (name) => `A notebook runs in Node and has no page, so there is no ${name}; ${html}`,
  otherRuntime: (name) => `This kernel runs on Node ${process.versions.node}: there is no ${name}`,
  denoPackage: (name) => `That is how Deno names packages. Write: %npm install ${name}, and import from "${name}"`,
  address: "A cell imports files and npm packages, no addresses. Write: %npm install NAME",
  typescript:
    "This project's typescript is version 7, which is native and has no such interface. Write: %npm install typescript6@npm:typescript@6, and import from it",
  missingPackage: () => undefined,
  feasible: (message) => message,
};
