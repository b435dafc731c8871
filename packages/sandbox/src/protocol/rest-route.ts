import type { HttpIn } from './message.ts';
import type { Operation } from './shape.ts';

/** How a REST operation is told from the others: method, path, fixed and required query names, required headers. */
export interface Route {
  operation: Operation;
  method: string;
  path: RegExp;
  labels: string[];
  /** Query that the uri template fixes: `?list-type=2`, or only a name (`?uploads`). */
  fixed: [name: string, value: string | null][];
  requiredQuery: string[];
  requiredHeaders: string[];
  weight: number;
}

export interface RouteHit {
  operation: Operation;
  labels: Record<string, string>;
}

/** Routes of all operations, the most particular first: `PUT /key?tagging` must be tried before `PUT /key`. */
export function compileRoutes(operations: Iterable<Operation>): Route[] {
  const routes: Route[] = [];
  for (const operation of operations) {
    if (operation.traits.http) routes.push(compileRoute(operation, operation.traits.http));
  }
  return routes.sort((left, right) => right.weight - left.weight);
}

function compileRoute(operation: Operation, [method, uri]: [method: string, uri: string, status: number]): Route {
  const [path = '', queryText = ''] = uri.split('?');
  const labels: string[] = [];
  const pattern = path.replace(/\{(\w+)(\+?)\}|[.*^$()|[\]\\]/g, (found, label: string | undefined, greedy: string | undefined) => {
    if (!label) return `\\${found}`;
    labels.push(label);
    return greedy ? '(.+)' : '([^/]+)';
  });
  const fixed = queryText
    .split('&')
    .filter((part) => part !== '' && !part.startsWith('x-id='))
    .map((part): [string, string | null] => {
      const [name = '', value] = part.split('=');
      return [name, value ?? null];
    });
  const { shape } = operation.input;
  const required = shape.kind === 'struct' ? shape.members.filter((member) => member.required).map((member) => member.traits) : [];
  const requiredQuery = required.flatMap((traits) => traits.httpQuery ?? []);
  const requiredHeaders = required.flatMap((traits) => traits.httpHeader?.toLowerCase() ?? []);
  const weight = (fixed.length + requiredQuery.length + requiredHeaders.length) * 1000 + path.length;
  return { operation, method, path: new RegExp(`^${pattern}/?$`, 's'), labels, fixed, requiredQuery, requiredHeaders, weight };
}

/** The operation that a request means, and the labels of its path. The SDK names it in `x-id`; other clients do not. */
export function matchRoute(routes: readonly Route[], request: Pick<HttpIn, 'method' | 'path' | 'query' | 'headers'>): RouteHit | undefined {
  const named = request.query.get('x-id');
  for (const route of routes) {
    if (route.method !== request.method || (named !== null && named !== route.operation.name)) continue;
    const found = route.path.exec(request.path);
    if (!found || !fits(route, request)) continue;
    const labels = Object.fromEntries(route.labels.map((label, index) => [label, decodeURIComponent(found[index + 1] ?? '')]));
    return { operation: route.operation, labels };
  }
  return undefined;
}

function fits(route: Route, request: Pick<HttpIn, 'query' | 'headers'>): boolean {
  return (
    route.fixed.every(([name, value]) => (value === null ? request.query.has(name) : request.query.get(name) === value)) &&
    route.requiredQuery.every((name) => request.query.has(name)) &&
    route.requiredHeaders.every((name) => request.headers[name] !== undefined)
  );
}
