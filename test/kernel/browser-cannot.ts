/** A claim of the kernel's tests that does not hold for the kernel of the browser edition. */
export interface Unheld {
  /** The test's file, without ".test.ts". */
  readonly file: string;
  readonly title: string;
  readonly reason: string;
}

const noServer = "a page has no node:http and node:net";
const noPackages = "a page has no npm packages";

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
];
