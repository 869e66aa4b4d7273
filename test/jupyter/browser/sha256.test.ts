import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { createHash as inPage } from "../../../jupyter/browser/node/sha256";

test.each([0, 1, 55, 56, 63, 64, 65, 1000])("of %i bytes, in two parts, it is node:crypto's", (length) => {
  const bytes = Uint8Array.from({ length }, (_, k) => (k * 37 + 11) % 256);
  const parts = [bytes.subarray(0, length >> 1), bytes.subarray(length >> 1)];
  const [ours, theirs] = [inPage("sha256"), createHash("sha256")].map((hash) =>
    parts
      .reduce<{ update(data: Uint8Array): unknown; digest(form: "hex"): string }>(
        (all, part) => all.update(part) as typeof all,
        hash,
      )
      .digest("hex"),
  );
  expect(ours).toBe(theirs);
});

test("text counts in UTF-8, numbers by their bytes", () => {
  const numbers = Int32Array.from([1, -2, 3]);
  expect(inPage("sha256").update("Schlüssel").update(numbers).digest("hex")).toBe(
    createHash("sha256").update("Schlüssel").update(numbers).digest("hex"),
  );
});
