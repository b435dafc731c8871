import type { Problem } from '@rolewright/shared/error.ts';

/** What the API refused, as it said it; `network` when it did not answer at all. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Partial<Problem>;
  constructor(status: number, problem: Partial<Problem>) {
    super(problem.detail ?? problem.title ?? 'The console’s server did not answer.');
    this.status = status;
    this.problem = problem;
  }
}

/** One call of the HTTP contract (docs: /api/openapi.json). Throws ApiError. */
export async function api<T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T> {
  const response = await fetch(path, {
    method,
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new ApiError(0, { title: 'Offline', detail: 'The console’s server does not answer. What you see is the last that it said.' });
  });
  const text = await response.text();
  const parsed = text ? (JSON.parse(text) as unknown) : undefined;
  if (!response.ok) throw new ApiError(response.status, (parsed ?? {}) as Partial<Problem>);
  return parsed as T;
}

/** `/api/x` with the set members of `query`. */
export function withQuery(path: string, query: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== '') search.set(name, String(value));
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}
