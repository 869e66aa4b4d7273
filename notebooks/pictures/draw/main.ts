// Draws the pictures of the notebooks' text anew: npm run draw-pictures. A test tells when they are out of date.
import { writeFileSync } from "node:fs";
import { parseFlags } from "../../../scripts/flags.mjs";
import { inProject, runScript } from "../../../scripts/project.mjs";
import { drawPictures } from "./pictures";

void runScript(() => {
  parseFlags("no flags", {});
  for (const [name, svg] of Object.entries(drawPictures())) {
    writeFileSync(inProject("notebooks/pictures", name), `${svg}\n`);
    console.log(`✓ notebooks/pictures/${name}, ${(svg.length / 1024).toFixed(1)} KB`);
  }
});
