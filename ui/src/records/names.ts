import type { Activity, AnyRecord, Contact, Lead, RecordKind, Refs } from "@/api/types";

/** What a record is called, as the server's `refs` would say it. */
export function titleOf(kind: RecordKind, record: AnyRecord): string {
  switch (kind) {
    case "deal":
      return (record as { title: string }).title;
    case "company":
      return (record as { name: string }).name;
    case "contact":
      return contactName(record as Contact);
    case "lead":
      return leadName(record as Lead);
    case "activity":
      return (record as Activity).subject ?? (record as Activity).body?.slice(0, 80) ?? "";
  }
}

export function contactName(contact: Contact): string {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  return name || contact.emails[0]?.value || contact.phones[0]?.value || "–";
}

export function leadName(lead: Lead): string {
  const person = [lead.first_name, lead.last_name].filter(Boolean).join(" ");
  const name = [person, lead.company_name].filter(Boolean).join(", ");
  return name || lead.title || lead.email || lead.phone || "–";
}

const PAGES: Record<string, string> = {
  deal: "/deals",
  lead: "/leads",
  contact: "/contacts",
  company: "/companies",
  activity: "/activities",
};

export function pageOf(kind: string, id: string): string {
  return `${PAGES[kind] ?? ""}/${id}`;
}

/** What the records are called that the reader may open, by id. */
export function titlesOf(refs: Refs): Record<string, string> {
  const open = Object.entries(refs).filter(([, ref]) => !ref.hidden);
  return Object.fromEntries(open.map(([id, ref]) => [id, ref.title]));
}
