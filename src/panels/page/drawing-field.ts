import { greys } from "../../figures/theme";
import type { Tensor } from "../../tensor";
import { inked, type Stroke } from "../strokes";
import { Picture } from "./picture";
import { steps } from "./pointing";

export type Tool = "pen" | "cover";

type Point = readonly [x: number, y: number];

/**
 * A black field that takes strokes: with the mouse, a finger or a pen, or with the arrow keys, where the space bar puts
 * the pen down and lifts it.
 */
export class DrawingField {
  tool: Tool = "pen";
  strokes: Point[][] = [];
  private readonly picture = new Picture({ label: "The field to draw into", scale: greys, range: [-0.5, 0.5] });
  private pointer: number | undefined;
  private isDown = false;
  /** Whether the pointer is beyond the edge: there is no paper. */
  private isBeyond = false;
  private at: Point;

  /**
   * @param shape   (h, w) of the network's images
   * @param begun   is called when a stroke begins
   * @param change  is called when something was drawn
   * @param cover   is called with the pixel that the reader covers
   */
  constructor(
    private readonly shape: readonly number[],
    private readonly begun: () => void,
    private readonly change: () => void,
    private readonly cover: (i: number, j: number) => void,
  ) {
    this.at = [shape[1] / 2, shape[0] / 2];
    const { element } = this.picture;
    element.classList.add("cnn-field");
    element.tabIndex = 0;
    element.setAttribute("role", "application");
    const keys = "Arrow keys move the pen, the space bar puts it down and lifts it.";
    element.setAttribute("aria-label", `The field to draw into. ${keys}`);
    element.addEventListener("pointerdown", (event) => this.down(event));
    element.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      element.addEventListener(end, () => {
        this.pointer = undefined;
      });
    }
    element.addEventListener("keydown", (event) => this.key(event));
  }

  get element(): HTMLElement {
    return this.picture.element;
  }

  /** Takes other strokes in place of those that are there; the keys' pen is lifted, as it has nothing to go on from. */
  replace(strokes: Point[][]): void {
    if (strokes !== this.strokes) this.isDown = false;
    this.strokes = strokes;
  }

  /** Shows what is in the field. */
  show(image: Tensor): void {
    this.picture.draw(image.data, this.shape);
  }

  /** The strokes as they were drawn, on nothing. */
  get ink(): Tensor {
    return inked(this.strokes as Stroke[], this.shape);
  }

  private down(event: PointerEvent): void {
    if (this.pointer !== undefined || event.button !== 0) return; // a second finger does not draw
    this.pointer = event.pointerId;
    this.picture.element.setPointerCapture(event.pointerId);
    this.begin(this.place(event));
  }

  private move(event: PointerEvent): void {
    if (event.pointerId !== this.pointer) return;
    // A fast pen has been at more places than the browser has events.
    const events = event.getCoalescedEvents?.() ?? [];
    for (const one of events.length > 0 ? events : [event]) this.follow(this.place(one));
  }

  /** A pen that left the field and comes back begins another stroke. */
  private follow([x, y]: Point): void {
    const [h, w] = this.shape;
    const wasBeyond = this.isBeyond;
    this.isBeyond = x < 0 || x > w || y < 0 || y > h;
    if (this.isBeyond) return;
    if (wasBeyond && this.tool === "pen") this.strokes.push([]);
    this.go([x, y]);
  }

  private begin(point: Point): void {
    this.at = point;
    this.isBeyond = false;
    if (this.tool === "pen") {
      this.begun();
      this.strokes.push([point]);
    }
    this.go(point);
  }

  private go(point: Point): void {
    this.at = point;
    if (this.tool === "cover") this.cover(Math.floor(point[1]), Math.floor(point[0]));
    else this.strokes.at(-1)?.push(point);
    this.change();
  }

  private key(event: KeyboardEvent): void {
    const step = steps[event.key];
    if (!step && event.key !== " ") return;
    event.preventDefault();
    const [h, w] = this.shape;
    const [down, right] = step ?? [0, 0];
    const to: Point = [Math.min(w, Math.max(0, this.at[0] + right)), Math.min(h, Math.max(0, this.at[1] + down))];
    if (event.key === " ") {
      this.isDown = !this.isDown;
      if (this.isDown) this.begin(to);
    } else if (this.isDown) this.go(to);
    else this.at = to;
    this.picture.mark({ i: to[1] - 0.5, j: to[0] - 0.5, h: 1, w: 1 });
  }

  private place(event: PointerEvent): Point {
    const { left, top, width, height } = this.picture.element.getBoundingClientRect();
    const [h, w] = this.shape;
    return [((event.clientX - left) / (width || 1)) * w, ((event.clientY - top) / (height || 1)) * h];
  }
}
