// Where a browser is that draws figures, for npm run figures and for the tests.
import { existsSync } from "node:fs";

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
