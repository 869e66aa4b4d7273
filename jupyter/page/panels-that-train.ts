// Draws the panels of a page in which a network is trained. Set-up bundles it with the engine (scripts/setup/panels.mjs).
import { drawTrainingBench } from "../../src/panels/page/training-bench";
import { drawPlaces } from "./panel-places";

drawPlaces({ "training-bench": drawTrainingBench });
