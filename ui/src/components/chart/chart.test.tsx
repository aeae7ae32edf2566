import { render, screen, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { ChartFrame } from "./ChartFrame";
import { IntervalBar } from "./IntervalBar";
import { scaleOf } from "./scale";

const drawn = (container: HTMLElement) =>
  [...container.querySelectorAll<HTMLElement>("span > span")].map((one) => one.style);

describe("a drawn interval", () => {
  test("runs from its low to its high end, with the point in it", () => {
    const { container } = render(
      <IntervalBar scale={scaleOf(0, 1)} value={0.5} interval={{ low: 0.25, high: 0.75 }} />,
    );
    const [whisker, point] = drawn(container);
    expect([whisker?.left, whisker?.width, point?.left]).toEqual(["25%", "50%", "50%"]);
  });

  test("runs on to the edge where it has no end", () => {
    const { container } = render(
      <IntervalBar scale={scaleOf(0, 10)} value={6} interval={{ low: 5, high: null }} />,
    );
    expect(drawn(container)[0]?.width).toBe("50%");
  });

  test("is a gap without a value", () => {
    const { container } = render(<IntervalBar scale={scaleOf(0, 1)} value={null} />);
    expect(drawn(container)).toEqual([]);
  });
});

test("a chart has its finding as its name, and the same as a table", () => {
  render(
    <ChartFrame
      title="The offer leaks"
      question="Share that gets on"
      table={{ columns: ["Group", "Gets on"], rows: [{ key: "a", cells: ["Batteries", "15%"] }] }}
    >
      <p>drawing</p>
    </ChartFrame>,
  );
  const chart = screen.getByRole("region", { name: "The offer leaks" });
  expect(within(chart).getByText("As a table")).toBeDefined();
  expect(within(chart).getByText("15%")).toBeDefined();
});
