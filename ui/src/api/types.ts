// The words of the server, under the names the app uses. The schema beside it is generated
// (`npm run gen`), never edited.
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Id = string;
export type Instant = Schemas["Instant"];
export type Day = Schemas["Date"];
export type Money = Schemas["Money"];
export type Touchpoint = Schemas["Touchpoint"];
export type Labelled = Schemas["Labelled"];
export type Refs = Record<Id, Schemas["Ref"]>;
export type Totals = Schemas["Totals"];

export type Deal = Schemas["Deal"];
export type Lead = Schemas["Lead"];
export type Contact = Schemas["Contact"];
export type Company = Schemas["Company"];
export type Activity = Schemas["Activity"];
export type ActivityKind = Schemas["ActivityKind"];

export const RECORD_KINDS = ["deal", "lead", "contact", "company", "activity"] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

export interface RecordOf {
  deal: Deal;
  lead: Lead;
  contact: Contact;
  company: Company;
  activity: Activity;
}
export type AnyRecord = RecordOf[RecordKind];

/** A page of a list of any kind. */
export type List<T> = Omit<Schemas["DealList"], "items"> & { items: T[] };
/** One record with the names of what it points at. */
export type Page<T> = Omit<Schemas["DealPage"], "item"> & { item: T };

export type Catalogue = Schemas["Catalogue"];
export type Pipeline = Schemas["Pipeline"];
export type Stage = Schemas["Stage"];
export type Member = Schemas["Member"];
export type Role = Schemas["Role"];
export type Team = Schemas["Team"];
export type Source = Schemas["Source"];
export type LossReason = Schemas["LossReason"];
export type CustomField = Schemas["Field"];
export type CustomFieldKind = Schemas["FieldKind"];
export type View = Schemas["View"];
export type Workspace = Schemas["Workspace"];

export type BoardReply = Schemas["BoardReply"];
export type BoardColumn = Schemas["Column"];
export type BoardMore = Schemas["ColumnReply"];
export type Hit = Schemas["Hit"];
export type SearchReply = Schemas["SearchReply"];
export type TimelinePage = Schemas["TimelinePage"];
export type TimelineEntry = Schemas["Entry"];
export type LiveMessage = Schemas["Message"];
export type Me = Schemas["MeReply"];
export type Setup = Schemas["SetupBody"];
export type Converted = Schemas["ConvertReply"];
export type Bulk = Schemas["BulkBody"];
export type BulkReply = Schemas["BulkReply"];
export type MoveBody = Schemas["MoveBody"];
export type Invitation = Schemas["InvitationReply"];
export type Reset = Schemas["ResetReply"];

export type Numbers = Schemas["Dashboard"];
export type NumberRow = Schemas["Row"];
export type Figure = Schemas["Figure"];
export type FigureUnit = Schemas["Unit"];
export type FigureNote = Schemas["Note2"];
export type Comparison = Schemas["Comparison"];
export type SliceValue = Schemas["Value"];
export type Definition = Schemas["Defined"];
export type Explained = Schemas["ExplainReply"];
export type Counted = Schemas["Counted"];
export type StageNumbers = Schemas["Funnel"];
export type Benchmark = Schemas["Benchmark"];
export type HeldAgainst = Schemas["HeldAgainst"];
export type NumberSeries = Schemas["SeriesReply"];
export type LeakNumbers = Schemas["Leaks"];
export type Leak = Schemas["Leak"];
export type PeopleNumbers = Schemas["People"];
export type PersonNumbers = Schemas["Person"];
export type TargetNumbers = Schemas["TargetsReply"];
export type Attained = Schemas["Attained"];
export type Talk = Schemas["Talk"];
export type TalkAction = Schemas["TalkAction"];
export type TalkList = Schemas["TalksReply"];
export type Phases = Schemas["Phases"];
export type Phase = Schemas["Phase"];
export type Horizon = Schemas["Horizon"];
export type Parts = Schemas["Parts"];
export type StageNumber = Schemas["StageRow"];
export type Held = Schemas["Held"];
export type Channels = Schemas["Channels"];
export type Channel = Channels["channels"][number];
export type Losses = Schemas["LossesReply"];
export type LossRow = Losses["rows"][number];
export type Changes = Schemas["Changes"];
export type ExpectedRevenue = Schemas["Expected"];
export type Findings = Schemas["FindingsReply"];
