/** A claim of the kernel's tests that does not hold for the kernel of the browser edition. */
export interface Unheld {
  /** The test's file, without ".test.ts". */
  readonly file: string;
  readonly title: string;
  readonly reason: string;
}

const noServer = "a page has no node:http and node:net";
const noPackages = "a page has no npm packages";

const tooDeep =
  "the stack of a page's worker cannot be made deeper, and TypeScript in JavaScript takes a minute for it";

/** All tests that are skipped with KERNEL_UNDER_TEST=browser. */
export const unheld: readonly Unheld[] = [
  {
    file: "semantics",
    title: "a promise as the result is shown, not awaited",
    reason: "a page cannot look into a promise: all are shown as pending",
  },
  { file: "semantics", title: "fetch works in its first cell", reason: noServer },
  { file: "semantics", title: "values of Node's modules keep types that have no name", reason: noServer },
  { file: "semantics", title: "a package is imported by its name", reason: noPackages },
  {
    file: "semantics",
    title: "Atomics.waitAsync",
    reason:
      "it is there and without types: its library needs SharedArrayBuffer, which a page hides that is not isolated",
  },
  { file: "semantics", title: "3,000 else-ifs", reason: tooDeep },
  { file: "semantics", title: "3,000 nested conditionals", reason: tooDeep },
  { file: "semantics", title: "3,000 chained calls", reason: tooDeep },
  {
    file: "stop",
    title: "ends a loop in WebAssembly within a second, for good",
    reason: "one long native call asks nothing, so the worker is replaced after 2.5 seconds, and says so",
  },
  {
    file: "typing",
    title: "sees the edits in a file that a cell will import, which has not run",
    reason: "the test edits a file in a hidden folder, which no drive shows",
  },
  { file: "typing", title: "sees a package that is installed meanwhile", reason: noPackages },
];
