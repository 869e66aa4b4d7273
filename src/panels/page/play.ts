import { button } from "./elements";

/** A button that plays steps one after the other, and stops when it is pressed again. */
export interface Player {
  readonly element: HTMLButtonElement;
  stop(): void;
}

/**
 * @param start  is called when the button is pressed; returns how many steps there are
 * @param step   draws step k; the last one, or the one at which it was stopped, with `last`
 * @param pause  between two steps, in milliseconds
 */
export function player(
  name: string,
  start: () => number,
  step: (k: number, last: boolean) => void,
  pause: number,
): Player {
  let timer: number | undefined;
  let k = 0;
  const stop = () => {
    if (timer === undefined) return;
    clearInterval(timer);
    timer = undefined;
    element.textContent = `▶ ${name}`;
    step(k, true);
  };
  const press = () => {
    if (timer !== undefined) return stop();
    const count = start();
    k = 0;
    element.textContent = `■ stop`;
    timer = window.setInterval(() => {
      // A cell that is run again takes its old output off the page.
      if (k >= count - 1 || !element.isConnected) return stop();
      k++;
      step(k, false);
    }, pause);
    step(k, false);
  };
  const element = button(`▶ ${name}`, press);
  return { element, stop };
}
