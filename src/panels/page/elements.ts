/** What an element is given; undefined and false leave an attribute out. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element with attributes and children. Strings become text: nothing of a notebook's output is read as markup. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

/** A button that does something at once. */
export function button(text: string, press: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const element = make("button", { type: "button", ...attributes }, text);
  element.addEventListener("click", press);
  return element;
}

/** Things side by side under a name, which wrap where there is no room. */
export function row(label: string, ...children: readonly (Node | string)[]): HTMLElement {
  return make("div", { class: "cnn-row", role: "group", "aria-label": label }, ...children);
}

/** Something with a name above it. */
export function titled(title: string | Node, ...content: readonly Node[]): HTMLElement {
  return make("div", { class: "cnn-part" }, make("div", { class: "cnn-title" }, title), ...content);
}

/** Buttons of which one is pressed. */
export interface Choice<Value> {
  readonly element: HTMLElement;
  /** Shows another as pressed; none where the value is not among them. */
  set(value: Value | undefined): void;
}

/** @param options  pairs of what stands on a button and what it stands for @param choose  is called with the reader's choice */
export function choice<Value>(
  label: string,
  options: readonly (readonly [text: string | HTMLElement, value: Value])[],
  choose: (value: Value) => void,
): Choice<Value> {
  const buttons = options.map(([text, value], k) => {
    const name = typeof text === "string" ? undefined : `${label} ${k + 1}`;
    const element = make("button", { type: "button", "aria-pressed": "false", "aria-label": name }, text);
    element.addEventListener("click", () => {
      set(value);
      choose(value);
    });
    return element;
  });
  const set = (wanted: Value | undefined) => {
    for (const [k, [, value]] of options.entries()) buttons[k].setAttribute("aria-pressed", String(value === wanted));
  };
  return { element: row(label, make("span", { class: "cnn-name" }, label), ...buttons), set };
}

/** The line that says what one sees now; screen readers read it when it changes. */
export function captionLine(): HTMLElement {
  return make("p", { class: "cnn-caption", "aria-live": "polite" });
}

/** A number as people write it: a real minus sign, and no zeros at its end. */
export function written(value: number, digits = 2): string {
  const text = Number.isFinite(value) ? String(Number(value.toFixed(digits))) : String(value);
  return (text === "-0" ? "0" : text).replace("-", "−");
}

/** A number with always as many decimals, for columns. */
export function fixed(value: number, digits = 2): string {
  const text = Number.isFinite(value) ? value.toFixed(digits) : String(value);
  return (/^-0\.?0*$/.test(text) ? text.slice(1) : text).replace("-", "−");
}

/** A button that puts a line of code into the clipboard, and shows it, too: not every page may write there. */
export function copyAsCode(code: () => string): HTMLElement {
  const shown = make("code", { class: "cnn-code", "aria-live": "polite" });
  const copy = () => {
    shown.textContent = code();
    navigator.clipboard?.writeText(code()).catch(() => undefined);
  };
  return row("Copy", button("copy as code", copy), shown);
}
