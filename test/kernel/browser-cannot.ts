/** A claim of the kernel's tests that does not hold for the kernel of the browser edition. */
export interface Unheld {
  /** The test's file, without ".test.ts". */
  readonly file: string;
  readonly title: string;
  readonly reason: string;
}

const noServer = "a page has no node:http and node:net";
const noPackages = "a page has no npm packages";

const oneCall = "one long native call asks nothing, so the worker is replaced after 2.5 seconds, and says so";

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
    reason: oneCall,
  },
  {
    file: "stop",
    title: "ends a regular expression that backtracks within a second, for good",
    reason: oneCall,
  },
  {
    file: "stop",
    title: "ends Atomics.wait within a second, for good",
    reason: "memory that is shared needs a page that is isolated",
  },
  {
    file: "stop",
    title: "ends a wait for a child process within a second, for good",
    reason: "a page has no child processes",
  },
  {
    file: "stop",
    title: "while types are checked that take long answers at once, and the next cell does not wait for them",
    reason: "TypeScript in JavaScript cannot be interrupted: the next cell waits for it",
  },
  {
    file: "stop",
    title: "on the engine, in threads leaves the weights reached, and the network trains on",
    reason: "threads need a page that is isolated; test/browser/site.test.ts has one",
  },
  {
    file: "typing",
    title: "sees the edits in a file that a cell will import, which has not run",
    reason: "the test edits a file in a hidden folder, which no drive shows",
  },
  { file: "typing", title: "sees a package that is installed meanwhile", reason: noPackages },
];
