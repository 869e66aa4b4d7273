// One half of a widget: its state, as the front end draws it. The other half is Jupyter's own, from the package
// jupyterlab_widgets; both keep their states equal by messages of a comm.
// https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md
import { type Comm, type CommMessage, type NotebookKernel, notebookKernel, type Sink } from "../notebook-kernel";

export type State = Record<string, unknown>;

/** What draws a widget in the front end: the package `@jupyter-widgets/…` and the name of its class there. */
export interface ModelKind {
  readonly name: string;
  readonly from: keyof typeof versions;
  /** The view, where it is not called as the model is and beside it. */
  readonly view?: { readonly name: string; readonly from: keyof typeof versions };
}

/** What shows, below a widget, what the widget's code shows. */
export interface Below {
  /** Takes what comes outside of `run`. */
  readonly sink: Sink;
  /** Runs `work`; what it shows replaces what is there. @returns a promise where `work` does */
  run(work: () => unknown): unknown;
}

/** Models that a state refers to, by the names that it has for them. */
type References = Readonly<Record<string, Model | readonly Model[]>>;

const versions = { controls: "2.0.0", base: "2.0.0", output: "1.0.0" };
const protocol = { metadata: { version: "2.1.0" } };

/** The models that are open, for a page that was loaded anew; kept by the process, as this file may be edited. */
const openModels = Symbol.for("cnn-notebooks.widgets");

function allOpen(): Map<string, Model> {
  const holder = globalThis as Record<symbol, unknown>;
  holder[openModels] ??= new Map();
  return holder[openModels] as Map<string, Model>;
}

/** A widget's state. It is opened when it is shown for the first time, and again if its cell has run again since. */
export class Model {
  readonly state: State;
  readonly #references: References;
  #comm: Comm | undefined;
  #below: Below | undefined;
  /** Takes what the reader has changed, nothing where a page has only asked for the state. */
  onUpdate: (changed: State, message: CommMessage) => unknown = () => {};
  /** Takes what is no change of the state, a click for example. */
  onCustom: (content: unknown, message: CommMessage) => unknown = () => {};
  /** Called when the other half is gone. */
  onClose: () => void = () => {};

  constructor({ name, from, view = { name, from } }: ModelKind, state: State, references: References = {}) {
    this.#references = references;
    this.state = {
      _model_module: `@jupyter-widgets/${from}`,
      _model_module_version: versions[from],
      _model_name: `${name}Model`,
      _view_module: `@jupyter-widgets/${view.from}`,
      _view_module_version: versions[view.from],
      _view_name: `${view.name}View`,
      ...state,
    };
  }

  /** The comm of an open model, of which front ends have the other half. */
  get comm(): Comm | undefined {
    return this.#comm;
  }

  /** Opens the model where it is not open. @returns its comm */
  open(): Comm {
    if (this.#comm) return this.#comm;
    const { comms } = notebookKernel();
    if (!comms) throw new Error("widgets: expected this project's kernel, got one without comms");
    answerPages(comms);
    for (const [name, one] of Object.entries(this.#references)) {
      this.state[name] = one instanceof Model ? one.reference : one.map(({ reference }) => reference);
    }
    const comm = comms.open("jupyter.widget", { state: this.state, buffer_paths: [] }, protocol);
    this.#comm = comm;
    allOpen().set(comm.id, this);
    comm.output = this.#below?.sink;
    comm.onMessage = (message) => this.#receive(message, comm);
    comm.onClose = () => {
      allOpen().delete(comm.id);
      this.#comm = undefined;
      this.onClose();
    };
    return comm;
  }

  get below(): Below | undefined {
    return this.#below;
  }

  /** The front end's messages are handled with their output there. */
  set below(below: Below | undefined) {
    this.#below = below;
    if (this.#comm) this.#comm.output = below?.sink;
  }

  /** How other models name this one in their states. It is opened. */
  get reference(): string {
    return `IPY_MODEL_${this.open().id}`;
  }

  /** Changes the state, in the front end too. */
  set(changed: State): void {
    Object.assign(this.state, changed);
    this.#comm?.send({ method: "update", state: changed, buffer_paths: [] });
  }

  /** The same for what soon changes again. */
  setLatest(changed: State): void {
    Object.assign(this.state, changed);
    this.#comm?.sendLatest({ method: "update", state: changed, buffer_paths: [] });
  }

  #receive(message: CommMessage, comm: Comm): unknown {
    const { method, content } = message.data;
    if (method === "request_state") comm.send({ method: "update", state: this.state, buffer_paths: [] });
    if (method === "custom") return this.onCustom(content, message);
    const changed = method === "update" ? ((message.data.state ?? {}) as State) : {};
    Object.assign(this.state, changed);
    // Other pages that show the notebook learn of the change by the echo.
    if (method === "update") comm.send({ method: "echo_update", state: changed, buffer_paths: [] });
    return this.onUpdate(changed, message);
  }
}

/** Tells a page that was loaded anew the state of all models at once. */
function answerPages(comms: NonNullable<NotebookKernel["comms"]>): void {
  comms.register("jupyter.widget.control", (comm) => {
    comm.onMessage = ({ data }) => {
      if (data.method !== "request_states") return;
      const states = Array.from(allOpen(), ([id, { state }]) => {
        const { _model_name: model_name, _model_module: model_module } = state;
        return [id, { model_name, model_module, model_module_version: state._model_module_version, state }];
      });
      comm.send({ method: "update_states", states: Object.fromEntries(states), buffer_paths: [] });
    };
  });
}
