export interface FieldProblem {
  field: string;
  code: string;
  detail: string;
  params?: Record<string, unknown>;
}

interface ProblemBody {
  title?: string;
  status?: number;
  code?: string;
  detail?: string;
  params?: Record<string, unknown>;
  errors?: FieldProblem[];
  request_id?: string;
}

/** What the server refused, in its own words (RFC 9457), or that it could not be reached. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly params: Record<string, unknown>;
  readonly errors: FieldProblem[];
  readonly requestId: string | undefined;

  constructor(body: ProblemBody) {
    super(body.detail ?? body.title ?? "");
    this.status = body.status ?? 0;
    this.code = body.code ?? "unknown";
    this.title = body.title ?? "";
    this.params = body.params ?? {};
    this.errors = body.errors ?? [];
    this.requestId = body.request_id;
  }

  /** The refusal of one field, to be shown beside it. */
  field(name: string): string | undefined {
    return this.errors.find((error) => error.field === name)?.detail;
  }
}

export function isProblem(error: unknown, code?: string): error is Problem {
  return error instanceof Problem && (code === undefined || error.code === code);
}

export async function problemOf(response: Response): Promise<Problem> {
  let body: ProblemBody = {};
  try {
    body = (await response.json()) as ProblemBody;
  } catch {
    // A proxy in between may answer with HTML; the status still says enough.
  }
  return new Problem({ ...body, status: response.status });
}

export function unreachable(): Problem {
  return new Problem({ code: "unreachable" });
}
