import { byNamespace } from "./namespaces";

export const words = byNamespace(
  import.meta.glob("../**/lang/nl.json", { eager: true, import: "default" }),
);
