import i18next from "i18next";
import type { ReactElement } from "react";
import { describe, expect, it } from "vitest";
import type { Catalogue, TimelineEntry } from "@/api/types";
import { createFormat } from "@/i18n/format";
import { fieldsOf } from "./fields";
import { type Telling, tell } from "./tell";

const catalogue = {
  members: [
    { id: "m1", name: "Sanne", active: true },
    { id: "m2", name: "Youssef", active: true },
  ],
  pipelines: [
    {
      id: "p1",
      stages: [
        { id: "s1", name: "Suspect", results: [{ id: "r1", name: "Need known" }] },
        { id: "s2", name: "Offer", results: [] },
      ],
    },
  ],
  loss_reasons: [{ id: "l1", name: "Too dear" }],
  sources: [],
  campaigns: [],
  competitors: [],
  tags: [],
  products: [],
  fields: [],
} as unknown as Catalogue;

function told(event: Partial<TimelineEntry>, more: Partial<Telling> = {}) {
  const t = i18next.getFixedT("en", "records");
  const telling: Telling = {
    t,
    format: createFormat("en-GB", "Europe/Amsterdam", () => new Date("2026-11-21T10:00:00Z")),
    catalogue,
    fields: { deal: fieldsOf("deal", catalogue, t) },
    refs: { d2: { kind: "deal", title: "Ovens", hidden: false } },
    activities: {},
    here: "d1",
    ...more,
  };
  const entry = {
    seq: 1,
    occurred_at: "2026-11-20T10:00:00Z",
    recorded_at: "2026-11-20T10:00:00Z",
    actor: "m1",
    origin: "member",
    subject: { kind: "deal", id: "d1" },
    kind: "changed",
    set: {},
    was: {},
    about: {},
    history: false,
    ...event,
  } as TimelineEntry;
  return tell(entry, telling);
}

describe("an event in words", () => {
  it("names the stages of a move", () => {
    const item = told({ kind: "moved", set: { stage: "s2" }, was: { stage: "s1" } });
    expect(item?.title).toBe("Sanne moved it from Suspect to Offer");
  });

  it("says why a deal was lost, and what was learned", () => {
    const item = told({ kind: "lost", set: { loss_reason: "l1", loss_note: "Next year" } });
    expect(item).toMatchObject({
      title: "Sanne lost it: Too dear",
      body: "Next year",
      tone: "lost",
    });
  });

  it("lists the fields that changed, custom ones too", () => {
    const fields = fieldsOf(
      "deal",
      {
        ...catalogue,
        fields: [{ on: "deal", slug: "sector", name: "Sector", kind: "text", choices: [] }],
      } as unknown as Catalogue,
      i18next.getFixedT("en", "records"),
    );
    const set = { gut_feeling: 60, "custom.sector": "Food" };
    expect(told({ set }, { fields: { deal: fields } })?.title).toBe(
      "Sanne changed Gut feeling and Sector",
    );
  });

  it("tells a planned task with its date, whatever became of it", () => {
    const item = told({
      kind: "created",
      subject: { kind: "activity", id: "a1" },
      set: {
        kind: "task",
        status: "planned",
        due_at: "2026-12-01T09:00:00Z",
        subject: "Call back",
      },
    });
    expect(item?.title).toBe("Sanne planned a task for 1 Dec 10:00");
    expect(item?.body).toBe("Call back");
  });

  it("says which result of the playbook was obtained", () => {
    expect(told({ set: { "results.r1": { at: "x", by: "m1" } } })?.title).toBe(
      "Sanne obtained “Need known”",
    );
  });

  it("says of which record it tells when that is another one", () => {
    const item = told({ kind: "won", subject: { kind: "deal", id: "d2" } });
    const title = item?.title as ReactElement<{ children: unknown[] }> | undefined;
    expect(title?.props.children[0]).toBe("Sanne won it");
  });

  it("leaves out what says nothing to a person", () => {
    expect(told({ kind: "ranked" })).toBeNull();
  });
});
