import { expect, test } from "vitest";
import { isShown, type ProseNumber, proseNumbers, sentencesOf } from "./prose-numbers";

const only = (text: string): ProseNumber => {
  const [number, ...others] = proseNumbers(text);
  expect(others).toEqual([]);
  return number as ProseNumber;
};

test("numbers of prose are found with their sentence, over line ends and without emphasis", () => {
  const found = proseNumbers("One run gives\n**97.2** % of 60,000. Then −0.5!\n\n- a row: 3.1e-4");
  expect(found.map(({ text, percent }) => [text, percent])).toEqual([
    ["97.2", true],
    ["60,000", false],
    ["0.5", false],
    ["3.1e-4", false],
  ]);
  expect(found[0]?.sentence).toBe("One run gives 97.2 % of 60,000.");
});

test.each([
  "`take(3000)` and $x^2$ and\n\n$$\\frac{1}{2}$$",
  "# 4 · Training",
  "notebooks 1 to 3, filter 15, seeds 1, 2",
  "28 x 28, 26 × 26 × 8",
  "(Zeiler and Fergus, 2013)",
  "**References.** V. Zhou, *CNNs*, 2019 · L. Bottou, 2012",
  "About 40 minutes; in 2.4 s, after 30 seconds",
  "[5 · Going deeper](05-going-deeper.ipynb)",
])("%j claims no number", (text) => {
  expect(proseNumbers(text)).toEqual([]);
});

test("a sentence ends at its mark and a row of a table at its line; a decimal point ends none", () => {
  expect(sentencesOf("It is 97.2 %. Really?\nYes.\n| a | 1 |\n| b | 2 |")).toEqual([
    "It is 97.2 %.",
    "Really?",
    "Yes.",
    "| a | 1 |",
    "| b | 2 |",
  ]);
});

test("a number is shown if an output has it at the text's precision", () => {
  const shown = "mean 97.19, from 96.81 to 97.44\nTest Accuracy: 0.7832\nmistakes 10,000 53\nloss 2.5e-17";
  for (const text of ["97.19 %", "97.2 %", "97 %", "78 %", "10,000", "53", "2.5e-17"])
    expect(isShown(only(text), shown), text).toBe(true);
  for (const text of ["97.18 %", "97.3 %", "96.9 %", "79 %", "78", "1,000", "54", "2.9e-17", "0"])
    expect(isShown(only(text), shown), text).toBe(false);
});
