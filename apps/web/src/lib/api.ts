import type { Problem } from '@rolewright/shared/error.ts';

/** What the API refused, as it said it; `network` when it did not answer at all. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Partial<Problem>;
  /** It was asked to tell something, not to change anything. */
  readonly isRead: boolean;
  constructor(status: number, problem: Partial<Problem>, isRead: boolean) {
    super(problem.detail ?? problem.title ?? 'The console’s server did not answer.');
    this.status = status;
    this.problem = problem;
    this.isRead = isRead;
  }
}

/** One call of the HTTP contract (docs: /api/openapi.json). Throws ApiError. */
export async function api<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T> {
  const text = await answerTo(method, path, body);
  return (text ? JSON.parse(text) : undefined) as T;
}

/** A file of the HTTP contract, as text. Throws ApiError. */
export const textOf = (path: string): Promise<string> => answerTo('GET', path);

async function answerTo(method: string, path: string, body?: unknown): Promise<string> {
  const response = await fetch(path, {
    method,
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => {
    const detail = 'The console’s server does not answer. What you see is the last that it said.';
    throw new ApiError(0, { title: 'Offline', detail }, method === 'GET');
  });
  const text = await response.text();
  if (!response.ok) throw new ApiError(response.status, (text ? JSON.parse(text) : {}) as Partial<Problem>, method === 'GET');
  return text;
}

/** `/api/x` with the set members of `query`. */
export function withQuery(path: string, query: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== '') search.set(name, String(value));
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}
