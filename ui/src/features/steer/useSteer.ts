import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { dimensionsOf } from "./dimensions";
import type { Steering } from "./question";

/** What the URL asks, and how to ask something else. */
export function useSteering() {
  const steering = useSearch({ strict: false }) as Steering;
  const navigate = useNavigate();
  /** `push`: the browser's way back undoes it. */
  const set = (next: { [Key in keyof Steering]?: Steering[Key] | undefined }, push = false) =>
    void navigate({
      to: ".",
      search: (before: Steering) => ({ ...before, ...next }),
      replace: !push,
    });
  return { steering, set };
}

export type SetSteering = ReturnType<typeof useSteering>["set"];

export function useDimensions() {
  const { t } = useTranslation("steer");
  const catalogue = useCatalogue();
  return useMemo(() => dimensionsOf(catalogue, t), [catalogue, t]);
}
