import { createContext } from "react";
import type { Option } from "./types";

export type SearchRecords = (kind: string, words: string, signal: AbortSignal) => Promise<Option[]>;

/** How records are looked up by name; the app gives the server's search. */
export const SearchRecordsContext = createContext<SearchRecords>(async () => []);
