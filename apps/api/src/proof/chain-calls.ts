import { AppError } from '@rolewright/shared/error.ts';
import type { AssumeRoleCall } from '@rolewright/shared/iam/assume-role.ts';
import { chainTruth } from '@rolewright/shared/proof/chain-truth.ts';
import type { TruthLink } from '@rolewright/shared/proof/truth-table.ts';
import { Secret } from '@rolewright/shared/secret.ts';
import type { RoleCall } from '../aws/role-call.ts';
import type { Deps } from '../deps.ts';
import { makeChain } from '../plan/make-chain.ts';
import { type ChainRow, planRow } from '../plan/store.ts';

/** By this name the console becomes roles of a chain, so that its own calls are told from those of workloads. */
export const consoleSession = 'rolewright-proof';

/** A planned chain with its links as they will stand, and the calls that walk it. */
export interface PlannedChain {
  plan: ChainRow;
  links: TruthLink[];
  /** Of each link the statement that the plan writes, and the external id by which the role is entered. */
  sids: string[];
  ids: Secret<string>[];
  /** What the plan lacks; without it there are no links. */
  incomplete: string[];
}

/** The chain of a plan, made again from what the plan was made of; reads no AWS. Throws `not-found`, `conflict` for a plan of another recipe. */
export async function plannedChain({ db, ...deps }: Deps, planId: string): Promise<PlannedChain> {
  const plan = await planRow(db, planId);
  if (plan.recipe !== 'role-chain') throw new AppError('conflict', `The plan ${planId} is no chain of roles: it has no links to prove.`);
  const made = makeChain(deps, plan.id, plan.snapshot, plan.inputs);
  const sids = made.links.map(({ sid }) => sid);
  const ids = sids.map((_sid, index) => deps.externalId(plan.id, index));
  return { plan, links: chainTruth(plan.snapshot, made), sids, ids, incomplete: made.incomplete };
}

/** A row's call as AWS takes it: the right external id, masked in a plan, is put in its place (D-48). */
export function callOf({ links, ids }: PlannedChain, index: number, call: AssumeRoleCall): RoleCall {
  const link = linkOf(links, index);
  const { sessionName, externalId, durationSeconds, tags, sourceIdentity } = call;
  const isRight = externalId !== undefined && externalId === link.call.externalId;
  return {
    roleArn: link.role.arn,
    sessionName,
    externalId: isRight ? (ids[index] ?? null) : externalId === undefined ? null : new Secret(externalId),
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
    ...(tags === undefined ? {} : { tags }),
    ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
  };
}

/** Roles that the operator has to become in order to be the caller of a link; null where that is a user, whom nobody becomes. */
export function wayToCaller(chain: PlannedChain, index: number): RoleCall[] | null {
  const [first] = chain.plan.snapshot.target.members;
  if (first === undefined || first.kind === 'user') return null;
  const begin: RoleCall = { roleArn: first.arn, sessionName: consoleSession, externalId: null };
  const before = chain.links.slice(0, index).map(({ call }, at) => callOf(chain, at, call));
  return [begin, ...before];
}

/** One link. Throws `bad-input` where the chain has none of this number. */
export function linkOf(links: readonly TruthLink[], index: number): TruthLink {
  const link = links[index];
  if (link !== undefined) return link;
  const message = links.length === 0 ? 'the plan is not complete' : `must be at most ${links.length - 1}`;
  throw new AppError('bad-input', `plan.link: ${message}.`, { fields: [{ field: 'plan.link', message }] });
}
