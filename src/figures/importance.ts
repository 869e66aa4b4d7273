import { onlyOptions, ShapeError } from "../errors";
import { counted } from "./descriptions";
import type { Figure } from "./figure";
import { round } from "./numbers";
import { quantileGroups, rankShares } from "./rank-shares";
import type { SearchedTrials } from "./searched-trials";
import { textWidth } from "./text-width";
import { colours, dressed, titleHeight } from "./theme";

const rowHeight = 30; // pixels
const below = 96; // pixels for the axis and what is written under it
const percentWidth = 56;

/** What a share by itself cannot say, in lines that a phone has room for. */
const notSeen = "Each setting by itself: what two settings<br>do only together is not seen.";

/** Below two trials a group, a share says nothing. */
const leastTrials = 2 * quantileGroups;

/**
 * How much of the loss's rank each setting explains by itself, as a bar each, the largest at the top: omega squared,
 * with numbers in six groups. A share near 0 says that a setting does nothing *by itself*; it may still matter together
 * with another, such as a learning rate that suits one batch size only.
 *
 * @param study  the space with its settings, and a row for each trial that ended; one that was stopped counts with the
 *               loss at which it was stopped, one that diverged is worse than all others
 * @throws {ShapeError} if there are fewer than 12 trials
 * @throws {RangeError} if an option has another name
 */
export function importance(study: SearchedTrials, options: { readonly title?: string } = {}): Figure {
  onlyOptions("importance", options, { title: true });
  const { length } = study.rows;
  if (length < leastTrials) {
    throw new ShapeError(`importance: expected at least ${leastTrials} trials, got ${length}`);
  }
  const shares = Object.entries(rankShares(study)).sort(([, a], [, b]) => (b || 0) - (a || 0));
  const names = shares.map(([name]) => name);
  const percent = (share: number) => (Number.isNaN(share) ? "too few trials" : `${(100 * share).toFixed(0)} %`);
  const widest = Math.max(...names.map((name) => textWidth(name, 12)));
  return dressed(
    options.title ?? "What each setting explains of the loss's rank",
    titleHeight + rowHeight * names.length + below,
    [
      {
        type: "bar",
        orientation: "h",
        x: shares.map(([, share]) => round(100 * (share || 0))),
        y: names,
        text: shares.map(([, share]) => percent(share)),
        textposition: "outside",
        cliponaxis: false,
        marker: { color: colours.blue },
        hovertemplate: "%{y}: %{x} %<extra></extra>",
      },
    ],
    {
      meta: {
        description:
          `Bars of what each setting explains of the rank of the loss of ${counted(length, "trial")}, by itself: ` +
          `${shares.map(([name, share]) => `${name} ${percent(share)}`).join(", ")}. ` +
          "What two settings do only together is not seen.",
      },
      bargap: 0.3,
      xaxis: {
        rangemode: "tozero",
        ticksuffix: " %",
        nticks: 5,
        gridcolor: colours.grid,
        zeroline: true,
        zerolinecolor: colours.line,
        fixedrange: true,
      },
      yaxis: { type: "category", autorange: "reversed", ticks: "", fixedrange: true },
      annotations: [
        {
          text: notSeen,
          x: 0,
          xref: "paper",
          xanchor: "left",
          y: 0,
          yref: "paper",
          yanchor: "top",
          yshift: -36,
          align: "left",
          showarrow: false,
        },
      ],
      margin: { l: Math.ceil(widest + 20), r: percentWidth, t: titleHeight, b: below },
      dragmode: false,
    },
  );
}
