import { expect, test } from "vitest";
import { declarationIn, memberNames } from "../../src/notebook/declarations";

const source = `import { x } from "./x";

// Not about the class.

/** A { lone bracket in a comment. */
export class Counter<T extends object> extends Base {
  readonly sign = "}"; // one in quotes
  private readonly pattern = /[{/]/;

  constructor(readonly start = 0) {
    super();
  }

  /** Up. */
  get value(): { now: number } {
    return { now: this.start };
  }

  add(n: number): void;
  add(n: string): void;
  // Both.
  add(n: number | string): void {
    console.log(\`{ $ n\`);
  }

  abstract size(): number;
}

export function twice(n: number): { result: number } {
  return { result: 2 * n };
}

const half = (n: number) =>
  n / 2;
`;

test("a class is found with the comment above it, and not the one above that", () => {
  const found = declarationIn(source, "Counter");
  expect(found?.line).toBe(5);
  expect(found?.text).toMatch(/^\/\*\* A \{ lone bracket in a comment. \*\/\nexport class Counter/);
  expect(found?.text).toMatch(/abstract size\(\): number;\n\}$/);
});

test("a function whose result is written with brackets, and a constant over two lines", () => {
  expect(declarationIn(source, "twice")?.text).toBe(
    "export function twice(n: number): { result: number } {\n  return { result: 2 * n };\n}",
  );
  expect(declarationIn(source, "half")?.text).toBe("const half = (n: number) =>\n  n / 2;");
});

test("a member is shown without the class's indentation, with its comment and line", () => {
  expect(declarationIn(source, "Counter", "value")).toEqual({
    text: "/** Up. */\nget value(): { now: number } {\n  return { now: this.start };\n}",
    line: 14,
  });
  expect(declarationIn(source, "Counter", "constructor")?.text).toContain("super();");
  expect(declarationIn(source, "Counter", "sign")?.text).toBe('readonly sign = "}"; // one in quotes');
});

test("overloads are shown together", () => {
  expect(declarationIn(source, "Counter", "add")?.text).toBe(
    "add(n: number): void;\nadd(n: string): void;\n// Both.\nadd(n: number | string): void {\n  console.log(`{ $ n`);\n}",
  );
});

test("a name that is only used, or is another's beginning, is none", () => {
  expect(declarationIn(source, "Base")).toBeUndefined();
  expect(declarationIn(source, "Count")).toBeUndefined();
  expect(declarationIn(source, "Counter", "log")).toBeUndefined();
});

test("the members of a class, by name", () => {
  expect(memberNames(source, "Counter")).toEqual(["sign", "pattern", "constructor", "value", "add", "size"]);
});
