import { TypeScript6Checker } from "../../../jupyter/browser/seams/typescript-checker";
import { checkerContract } from "./checker-contract";

checkerContract({
  name: "TypeScript 6",
  open: (settings) => new TypeScript6Checker(settings),
  exceptions: {},
});
