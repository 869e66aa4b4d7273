// The browser that draws figures, for npm run figures, the tests and npm run bench -- site.
import { existsSync } from "node:fs";
import { inProject, SetupError } from "./project.mjs";

const usualPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** @returns {string | undefined} an installed Chromium or Chrome: the one that CHROMIUM names, or one in its usual place */
export function findChromium() {
  const named = process.env.CHROMIUM;
  return (named ? [named] : usualPlaces).find((path) => existsSync(path));
}

/** Starts Chromium without a window. @throws {SetupError} if there is none, or nothing that drives it */
export async function launchChromium() {
  const executablePath = findChromium();
  if (!executablePath) throw new SetupError("No Chromium found: install it, or name it in CHROMIUM.");
  if (!existsSync(inProject("node_modules", "playwright-core"))) throw new SetupError("Run npm run setup first.");
  const { chromium } = await import("playwright-core");
  // The sandbox needs rights that root and containers do not have; only our own pages are opened.
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}
