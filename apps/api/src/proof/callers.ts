import type { Callers, CallersQuery } from '@rolewright/shared/proof/scaling.ts';
import type { Context } from '../deps.ts';
import { scannedPrincipals } from '../store/scanned-principals.ts';

/** GET /api/proof/callers: the scanned users and roles under a path, with a tag, of a name; roles that AWS keeps for its services left out. */
export async function listCallers({ deps }: Context, { kind, path, tag, q, limit }: CallersQuery): Promise<Callers> {
  const { principals } = await scannedPrincipals(deps.db);
  const [key = '', ...value] = tag?.split('=') ?? [];
  const found = principals.filter(
    (one) =>
      one.kind === kind &&
      !one.path.startsWith('/aws-service-role/') &&
      (path === undefined || one.path.startsWith(path)) &&
      (tag === undefined || one.tags[key] === value.join('=')) &&
      (q === undefined || one.name.toLowerCase().includes(q.toLowerCase())),
  );
  return { items: found.slice(0, limit).map(({ arn }) => arn), total: found.length };
}
