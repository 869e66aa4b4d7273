import { describe, test } from "vitest";

/** Set where everything is installed that a test can ask for, as in CI: what is missing is then a failure. */
const requireAll = process.env.REQUIRE_ALL === "1";

/**
 * A suite that needs something installed. Without it the suite is skipped and says so; under REQUIRE_ALL=1 it fails.
 *
 * @param missing  what is not there and how to get it; undefined if it is there
 */
export function describeWith(missing: string | undefined, name: string, suite: () => void): void {
  if (missing === undefined) {
    describe(name, suite);
  } else if (requireAll) {
    test(name, () => {
      throw new Error(`REQUIRE_ALL is set, and ${missing}`);
    });
  } else {
    console.warn(`\n⚠ ${name}: SKIPPED, ${missing}.\n`);
    test.skip(`${name} (SKIPPED, ${missing})`, () => {});
  }
}
