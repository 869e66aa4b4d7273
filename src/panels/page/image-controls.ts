import { greys } from "../../figures/theme";
import type { Tensor } from "../../tensor";
import { button, type Choice, choice, make, row } from "./elements";
import { Picture } from "./picture";

/** Images to choose from, the first of them chosen; nothing where there is only one. */
export function imageChoice(
  images: readonly Tensor[],
  captions: readonly string[],
  choose: (image: Tensor) => void,
): Choice<number> {
  const thumbnails = images.map((image, k) => {
    const picture = new Picture({ label: captions[k], scale: greys, range: [-0.5, 0.5] });
    picture.draw(image.data, image.shape);
    picture.element.classList.add("cnn-thumbnail");
    return [picture.element, k] as const;
  });
  const made = choice<number>("image", thumbnails, (k) => choose(images[k]));
  made.set(0);
  made.element.hidden = images.length < 2;
  return made;
}

/** Four arrows that move an image by a pixel. */
export function moveButtons(move: (down: number, right: number) => void): HTMLElement {
  const arrow = (text: string, way: string, down: number, right: number) =>
    button(text, () => move(down, right), { "aria-label": `move the image ${way}` });
  return row(
    "move the image",
    make("span", { class: "cnn-name" }, "move"),
    ...[arrow("←", "left", 0, -1), arrow("→", "right", 0, 1), arrow("↑", "up", -1, 0), arrow("↓", "down", 1, 0)],
  );
}
