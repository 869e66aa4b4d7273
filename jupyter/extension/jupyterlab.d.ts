// As much of JupyterLab's modules as the extension uses. JupyterLab has them at run time; nothing is installed for them.
declare module "@lumino/widgets" {
  export class Widget {
    readonly node: HTMLElement;
    addClass(name: string): void;
    dispose(): void;
  }
}
