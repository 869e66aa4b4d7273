import type { Panels } from "./draw-panel";
import { drawDrawingPad } from "./drawing-pad";
import { drawFilterBench } from "./filter-bench";
import { drawGradientSum } from "./gradient-sum";
import { drawLearningFilter } from "./learning-filter";
import { drawLearningRate } from "./learning-rate";
import { drawNoiseOrNudge } from "./noise-or-nudge";
import { drawPoolingWindows } from "./pooling-windows";
import { drawTotalsToProbabilities } from "./totals-to-probabilities";
import { drawTrainingBench } from "./training-bench";
import { drawWatchItLearn } from "./watch-it-learn";
import { drawWeightNudge } from "./weight-nudge";
import { drawWhatExcites } from "./what-excites";
import { drawWhereFrom } from "./where-from";

/** All panels by their names, each in a file of its name. An exported page has the code of those alone that it shows. */
export const panels: Panels = {
  "filter-bench": drawFilterBench,
  "drawing-pad": drawDrawingPad,
  "gradient-sum": drawGradientSum,
  "learning-filter": drawLearningFilter,
  "totals-to-probabilities": drawTotalsToProbabilities,
  "where-from": drawWhereFrom,
  "what-excites": drawWhatExcites,
  "noise-or-nudge": drawNoiseOrNudge,
  "training-bench": drawTrainingBench,
  "pooling-windows": drawPoolingWindows,
  "weight-nudge": drawWeightNudge,
  "learning-rate": drawLearningRate,
  "watch-it-learn": drawWatchItLearn,
};
