import { describe, expect, it } from "vitest";
import type { Pipeline } from "./setUp";
import { addStage, changeStage, orderStages, putBackStage, removeStage } from "./stages";

const stage = (id: string, name: string) => ({
  id,
  name,
  expected_days: 7,
  win_chance: null,
  horizon_days: null,
  norm: null,
  actions: [],
  results: [],
});
const pipeline: Pipeline = {
  id: "p",
  version: 1,
  created_at: "2026-01-01T00:00:00.000Z",
  updated_at: "2026-01-01T00:00:00.000Z",
  removed_at: null,
  name: "Sales",
  position: 0,
  horizon_days: null,
  stages: [stage("a", "First"), stage("b", "Second"), stage("c", "Third")],
};
const names = (patch: Partial<Pipeline>) => patch.stages?.map((one) => one.name);

describe("changes of a pipeline", () => {
  it("touch one stage and leave what others did to the rest", () => {
    const edit = changeStage("b", { win_chance: 40 });
    const theirs = { ...pipeline, stages: [stage("a", "Renamed"), stage("b", "Second")] };
    expect(edit.touches(theirs)).toEqual(edit.touches(pipeline));
    expect(edit.patch(theirs).stages).toEqual([
      stage("a", "Renamed"),
      { ...stage("b", "Second"), win_chance: 40 },
    ]);
  });

  it("see that somebody else changed the same value of the stage", () => {
    const edit = changeStage("b", { name: "Offer" });
    const theirs = { ...pipeline, stages: [stage("b", "Proposal")] };
    expect(edit.touches(theirs)).not.toEqual(edit.touches(pipeline));
  });

  it("add at the end, remove, and put back in the same place", () => {
    expect(names(addStage("Fourth").patch(pipeline))).toEqual([
      "First",
      "Second",
      "Third",
      "Fourth",
    ]);
    const after = { ...pipeline, ...removeStage("b").patch(pipeline) };
    expect(names(after)).toEqual(["First", "Third"]);
    expect(names(putBackStage(stage("b", "Second"), 1).patch(after))).toEqual([
      "First",
      "Second",
      "Third",
    ]);
  });

  it("order, with stages that came meanwhile last", () => {
    const grown = { ...pipeline, stages: [stage("x", "New"), ...pipeline.stages] };
    expect(names(orderStages(["c", "a", "b"]).patch(grown))).toEqual([
      "Third",
      "First",
      "Second",
      "New",
    ]);
  });
});
