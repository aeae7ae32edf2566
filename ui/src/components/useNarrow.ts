import { useMediaQuery } from "@mantine/hooks";

/** Whether the page is laid out for a phone. */
export function useNarrow(): boolean {
  return useMediaQuery("(max-width: 760px)", window.innerWidth <= 760, {
    getInitialValueInEffect: false,
  });
}
