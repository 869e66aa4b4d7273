import type { FigureJson } from "./figure-json";
import { fitFigure, type Scheme } from "./fit-figure";

interface PlotlyLibrary {
  newPlot(place: HTMLElement, figure: object): Promise<unknown>;
  react(place: HTMLElement, figure: object): Promise<unknown>;
}

declare const Plotly: PlotlyLibrary;

const dark = matchMedia("(prefers-color-scheme: dark)");
const paperWidth = 640; // pixels of CSS across A4 and Letter, within the margins

/** A place for a figure: what is drawn there, and for which width and scheme it was drawn last. */
interface Place {
  readonly element: HTMLElement;
  readonly figure: FigureJson;
  drawnFor?: string;
}

/** Draws all figures of the page: those on the screen at once, the others when there is time, all of them again when the page changes. */
export function drawFigures(): void {
  const places = [...document.querySelectorAll<HTMLElement>(".plotly-figure")].flatMap(placeOf);
  const isNear = ({ element }: Place) => element.getBoundingClientRect().top < 2 * innerHeight;
  // A figure that is folded away has no width; it is drawn when it is unfolded.
  const visible = () => places.filter(({ element }) => element.clientWidth > 0);
  let printing = false; // meanwhile the page has the width of the paper, and a light scheme
  // One after the other, so that the page answers in between.
  const inTurn = ([next, ...rest]: readonly Place[]): void => {
    if (next && !printing) void draw(next).then(() => setTimeout(() => inTurn(rest)));
  };
  const drawAll = () => inTurn(visible());
  for (const place of visible().filter(isNear)) draw(place);
  drawAll();
  let waiting = 0;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(drawAll, 150);
  });
  document.addEventListener("toggle", drawAll, true);
  dark.addEventListener("change", drawAll);
  addEventListener("beforeprint", () => {
    printing = true;
    for (const place of visible()) void draw(place, paperWidth, "light");
  });
  addEventListener("afterprint", () => {
    printing = false;
    drawAll();
  });
}

function placeOf(element: HTMLElement): Place[] {
  try {
    const figure = JSON.parse(element.querySelector("script")?.textContent ?? "") as FigureJson;
    return [{ element, figure: { ...figure, layout: figure.layout ?? {} } }];
  } catch (error) {
    showProblem(element, error);
    return [];
  }
}

async function draw(
  place: Place,
  width = place.element.clientWidth,
  scheme: Scheme = dark.matches ? "dark" : "light",
): Promise<void> {
  const { element, figure } = place;
  const wanted = `${width} ${scheme}`;
  if (place.drawnFor === wanted) return;
  const isNew = place.drawnFor === undefined;
  place.drawnFor = wanted;
  const fitted = fitFigure(figure, width, scheme);
  const config = {
    displaylogo: false,
    ...figure.config,
    ...(matchMedia("(hover: none)").matches && { displayModeBar: false }),
  };
  const layout = { ...fitted.layout, width: fitted.layout.width ?? width };
  const whole = structuredClone({ data: fitted.data, layout, config, ...(isNew && { frames: figure.frames ?? [] }) });
  try {
    await (isNew ? Plotly.newPlot(element, whole) : Plotly.react(element, whole));
  } catch (error) {
    showProblem(element, error);
  }
  // A screen reader has the description; ticks and numbers read one by one would say nothing.
  for (const picture of element.querySelectorAll(".main-svg")) picture.setAttribute("aria-hidden", "true");
}

function showProblem(element: HTMLElement, error: unknown): void {
  const line = document.createElement("pre");
  line.textContent = `This figure cannot be drawn: ${error instanceof Error ? error.message : error}`;
  element.append(line);
}
