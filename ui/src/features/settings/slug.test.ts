import { expect, it } from "vitest";
import { slugOf } from "./slug";

it("makes readable names of what people type", () => {
  expect(slugOf("Aantal m²", [])).toBe("aantal_m2");
  expect(slugOf("  Coördinator / België ", [])).toBe("coordinator_belgie");
  expect(slugOf("日本", [])).toBe("field");
});

it("numbers a name that is taken", () => {
  expect(slugOf("Region", ["region", "region_2"])).toBe("region_3");
});
