import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { jsonFromSite, loadedOnce, whyNot } from "../../../jupyter/browser/from-site";

/** The address of a file on a site that answers so. */
async function site(status: number, type: string, body: string): Promise<URL> {
  const server = createServer((_, response) => response.writeHead(status, { "content-type": type }).end(body));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/some/where/types.json`);
}

const json = "application/json";

test.each([
  ["a site that was renewed", 404, "text/plain", "Not found", /the site has no types\.json \(404\).* reload the page/],
  ["a network that wants a sign-in", 200, "text/html; charset=utf-8", "<p>", /a page came .* ask you to sign in/],
  ["half of a file", 200, json, '{"a": ', /types\.json came in part/],
])("%s is told by its cause", async (_, status, type, body, words) => {
  await expect(jsonFromSite(await site(status, type, body))).rejects.toThrow(words);
});

test("no network is told by its cause, of JSON and of a script", async () => {
  const nowhere = new URL("http://127.0.0.1:9/worker.js");
  await expect(jsonFromSite(nowhere)).rejects.toThrow("the site does not answer: is there a network?");
  expect(await whyNot(nowhere)).toContain("the site does not answer: is there a network?");
});

test("a script that the site has, and that does not run, is told in the browser's words", async () => {
  expect(await whyNot(await site(200, "text/javascript", "?"), "SyntaxError: ?")).toBe(
    "types.json does not run: SyntaxError: ?",
  );
});

test("what was loaded is loaded once; what failed is loaded again", async () => {
  let loads = 0;
  const load = loadedOnce(async () => {
    if (++loads === 1) throw new Error("away");
    return loads;
  });
  await expect(load()).rejects.toThrow("away");
  expect([await load(), await load()]).toEqual([2, 2]);
});
