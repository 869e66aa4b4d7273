// The plugins of the extension that are no renderers.
import { outputs } from "./outputs";
import { typing } from "./typing/plugin";

export default [outputs, typing];
