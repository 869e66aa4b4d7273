import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { drawPictures } from "../notebooks/pictures/draw/pictures";
import { requireWellFormed } from "./helpers/figure-checks";

const folder = new URL("../notebooks/pictures/", import.meta.url);
const drawn = drawPictures();

test("there is a stored picture for each that is drawn, and no other", () => {
  const stored = readdirSync(folder).filter((name) => name.endsWith(".svg")); // a screenshot is not drawn
  expect(stored.sort()).toEqual(Object.keys(drawn).sort());
});

test.each(Object.keys(drawn))("%s is what `npm run draw-pictures` draws", (name) => {
  expect(readFileSync(new URL(name, folder), "utf8")).toBe(`${drawn[name]}\n`);
});

test.each(Object.keys(drawn))("%s is well-formed, and asks for nothing from elsewhere", (name) => {
  requireWellFormed(drawn[name]);
  expect(drawn[name]).not.toMatch(/href|url\(|@import|<style|<script/);
});

test("the pictures show the article's numbers: 29 -192 / -35 -22, and 80 31 / 90 95", () => {
  for (const number of ["29", "−192", "−35", "−22"]) {
    expect(drawn["sliding-filter.svg"]).toContain(`>${number}</text>`);
  }
  expect(drawn["max-pooling.svg"]).toContain(">max(33, 90, 0, 9) = 90</text>");
});
