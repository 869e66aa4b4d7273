/** The choice is remembered under this name from page to page, where the browser allows it. */
const codeKey = "cnn-notebooks: code";

/** Sets up the button that hides all code, for the projector. */
export function switchCode(): void {
  const button = document.querySelector<HTMLButtonElement>("#code-switch");
  if (!button || !document.querySelector(".jp-CodeCell .jp-Cell-inputWrapper")) return;
  const set = (hidden: boolean) => {
    document.documentElement.classList.toggle("without-code", hidden);
    button.setAttribute("aria-pressed", String(hidden));
  };
  set(remembered() === "hidden");
  button.hidden = false;
  button.addEventListener("click", () => {
    const hidden = button.getAttribute("aria-pressed") !== "true";
    set(hidden);
    remember(hidden ? "hidden" : "shown");
  });
}

function remembered(): string | null {
  try {
    return localStorage.getItem(codeKey);
  } catch {
    return null;
  }
}

function remember(value: string): void {
  try {
    localStorage.setItem(codeKey, value);
  } catch {
    // The switch works all the same, for this page.
  }
}

/** Takes cells and outputs, all of which nbconvert makes a stop of the Tab key, out of its way unless they scroll. */
export function keepTabStopsThatScroll(): void {
  for (const element of document.querySelectorAll<HTMLElement>("main [tabindex='0']")) {
    const scrolls = element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== "visible";
    if (!scrolls) element.removeAttribute("tabindex");
  }
}

/** What may be wider than the page: formulas, tables, columns of numbers, code and, on a phone, drawn pictures. */
const wide = [
  "mjx-container",
  ".jp-RenderedHTMLCommon table",
  ".jp-RenderedHTMLCommon [style*='overflow: auto']",
  "pre",
  ".jp-RenderedMarkdown > p:has(> img)",
].join();

/** Makes what is wider than the page a stop of the Tab key, so that the keyboard scrolls it, too. */
export function letKeysScroll(): void {
  for (const element of document.querySelectorAll<HTMLElement>(wide)) {
    if (element.scrollWidth > element.clientWidth + 1) element.tabIndex = 0;
  }
}

/** Unfolds the contents where they have a column of their own. */
export function openContentsBeside(): void {
  const contents = document.querySelector<HTMLDetailsElement>(".contents details");
  if (contents) contents.open = matchMedia("(min-width: 1360px)").matches;
}
