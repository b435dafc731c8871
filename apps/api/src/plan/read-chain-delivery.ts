import { type ChainDeliveryInput, deliveryPlaceOf, readersOf, refuse } from '@rolewright/shared/plan/chain-delivery.ts';
import type { ChainAccount, ChainSnapshot } from '@rolewright/shared/plan/chain-snapshot.ts';
import type { AwsPort } from '../aws/port.ts';
import type { Context } from '../deps.ts';
import { portInAccount } from './port-in-account.ts';
import type { readRole } from './read-chain-snapshot.ts';
import type { SoftRead } from './soft-reads.ts';

interface Where {
  account: ChainAccount;
  caller: ChainSnapshot['target']['members'][number];
  region: string;
}

type Delivery = NonNullable<ChainSnapshot['delivery']>;

/**
 * What a chain's delivery stands on: whether its name is free, and the roles that shall read it; of a workload the execution role. Throws
 * AppError `bad-input` naming the field.
 */
export async function readChainDelivery(
  { ctx, softly, role }: { ctx: Context; softly: SoftRead; role: typeof readRole },
  { account, caller, region }: Where,
  input: ChainDeliveryInput,
): Promise<Delivery> {
  const place = deliveryPlaceOf(input, account, caller, region);
  await requireRegion(ctx, account, place.region);
  const port = await portInAccount(ctx.deps, account.id, place.region);
  const workload = input.workloadId === undefined ? null : await workloadOf(ctx, account, place.region, input.workloadId);
  const readers = readersOf([...(workload === null ? [] : [workload.executionRoleArn]), ...(input.readers ?? [])], account);
  const [stored, container, ...readings] = await Promise.all([
    softly(() => port.read.stored(place.store, place.name)),
    workload === null ? null : containerOf(softly, port, workload.taskDefinitionArn),
    ...readers.map(({ name }) => role(ctx, softly, { accountId: account.id, name }, region)),
  ]);
  return {
    place,
    stored,
    container,
    readers: readers.map((reader, index) => ({ ...reader, reading: readings[index] as (typeof readings)[number] })),
  };
}

async function requireRegion({ deps }: Context, { id, name }: ChainAccount, region: string): Promise<void> {
  const row = await deps.db.selectFrom('account').select('regions').where('id', '=', id).executeTakeFirst();
  if (row?.regions.includes(region) !== true) throw refuse('region', `must be a Region of the account ${name}: ${row?.regions.join(', ')}`);
}

async function workloadOf({ deps }: Context, account: ChainAccount, region: string, workloadId: string) {
  const row = await deps.db.selectFrom('workload').select('body').where('id', '=', workloadId).executeTakeFirst();
  if (row === undefined) throw refuse('workloadId', `there is no workload ${workloadId}; take an id of GET /api/workloads`);
  const { accountId, executionRoleArn, taskDefinitionArn, region: where, name } = row.body;
  if (accountId !== account.id) throw refuse('workloadId', `${name} is in another account than the caller`);
  if (where !== region) throw refuse('workloadId', `${name} runs in ${where}, and the secret would lie in ${region}`);
  if (executionRoleArn === null)
    throw refuse('workloadId', `${name} has no execution role, so that ECS could not read a secret for it (D-11)`);
  return { executionRoleArn, taskDefinitionArn };
}

/** The first container that the task cannot do without; null where the revision is not readable. */
async function containerOf(softly: SoftRead, port: AwsPort, arn: string | null): Promise<string | null> {
  if (arn === null) return null;
  const reading = await softly(() => port.read.taskDefinition(arn));
  const containers = reading.state === 'known' ? reading.value.raw.containerDefinitions : null;
  const named = (Array.isArray(containers) ? containers : []) as { name?: string; essential?: boolean }[];
  return (named.find(({ essential }) => essential !== false) ?? named[0])?.name ?? null;
}
