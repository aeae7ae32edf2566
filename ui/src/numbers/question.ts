/** What is asked of the numbers, as the API takes it, without rows. */
export interface Question {
  period: string;
  compare_to?: string | undefined;
  as_of?: string | undefined;
  /** The number of an event: only what had been recorded by then counts. */
  known_at?: string | undefined;
  filter?: string[] | undefined;
}

/** Where a number's records are found. */
export interface Handle {
  metric: string;
  by?: string[];
  row?: string[];
  part?: string | undefined;
}
