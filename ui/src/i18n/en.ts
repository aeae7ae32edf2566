import { byNamespace } from "./namespaces";

export const words = byNamespace(
  import.meta.glob("../**/lang/en.json", { eager: true, import: "default" }),
);
