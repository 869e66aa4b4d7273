import { checkerContract } from "./checker-contract";
import { TypeScript6Checker } from "./typescript6-checker";

checkerContract({
  name: "TypeScript 6",
  open: (settings) => new TypeScript6Checker(settings),
  exceptions: {},
});
