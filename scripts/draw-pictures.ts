// Draws the pictures of the notebooks' text anew: npm run draw-pictures. A test tells when they are out of date.
import { mkdirSync, writeFileSync } from "node:fs";
import { drawPictures } from "./pictures/pictures";
import { inProject } from "./project.mjs";

const folder = inProject("notebooks", "pictures");
mkdirSync(folder, { recursive: true });
for (const [name, svg] of Object.entries(drawPictures())) {
  writeFileSync(`${folder}/${name}`, `${svg}\n`);
  console.log(`✓ notebooks/pictures/${name}, ${(svg.length / 1024).toFixed(1)} KB`);
}
