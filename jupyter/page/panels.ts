// Draws the panels of an exported page. Set-up bundles it apart from main.ts: only pages with panels hold it.
import { drawPlaces } from "./panel-places";

drawPlaces();
