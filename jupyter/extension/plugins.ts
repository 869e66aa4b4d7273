// The plugins of the extension that are no renderers.
import { typing } from "./typing/plugin";

export default [typing];
