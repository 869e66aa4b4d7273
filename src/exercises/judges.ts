import { averagePool } from "./average-pool";
import { convolution, lowerRight, slashFilter } from "./convolution";
import { coinChance, counted, golfed } from "./deeper";
import { wrongLines } from "./hunt";
import { calibration, fooled } from "./inside";
import { learnedLeak } from "./learned-leak";
import { averages, sharedTies } from "./pooling";
import { repairedCode } from "./repair";
import { goesOn, logUniformDraw, planned } from "./search";
import { probabilitiesOfLosses, squaredError, temperature } from "./softmax";
import { alwaysOne, stridedGradients } from "./training";

/** The judges of the notebooks' exercises, which a cell cannot exchange. */
export const judges = Object.freeze({
  "1.1": lowerRight,
  "1.2": slashFilter,
  "1.3": convolution,
  "2.1": averages,
  "2.2": sharedTies,
  "2.3": averagePool,
  "3.1": probabilitiesOfLosses,
  "3.2": temperature,
  "3.3": squaredError,
  "4.1": alwaysOne,
  "4.2": stridedGradients,
  "4.3a": wrongLines,
  "4.3b": repairedCode,
  "5.1": counted,
  "5.2": coinChance,
  "5.3": golfed,
  "6.1": learnedLeak,
  "6.2": calibration,
  "6.3": fooled,
  "7.1": planned,
  "7.2": logUniformDraw,
  "7.3": goesOn,
});

/** What each judge looks at, by the exercise's name. */
export type Answers = { readonly [Name in keyof typeof judges]: Parameters<(typeof judges)[Name]>[0] };
