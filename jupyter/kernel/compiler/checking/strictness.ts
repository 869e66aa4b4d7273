import { nearest } from "../files/nearest-file";
import { readPackageJson } from "../files/package-json";

/**
 * Whether a project's TypeScript is strict where a tsconfig.json does not say: from version 6 on. The installed version
 * counts, or else the one that package.json asks for.
 */
export function strictByDefault(folder: string): boolean {
  const installed = nearest(folder, "node_modules/typescript/package.json");
  const { dependencies, devDependencies } = readPackageJson(nearest(folder, "package.json"));
  const asked = devDependencies?.typescript ?? dependencies?.typescript;
  const version = installed ? readPackageJson(installed).version : asked;
  const [major] = /\d+/.exec(String(version)) ?? [];
  return !(Number(major) < 6);
}
