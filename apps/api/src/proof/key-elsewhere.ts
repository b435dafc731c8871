import { maskKeyId } from '@rolewright/shared/aws/key-id.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { KeyElsewhere } from '@rolewright/shared/proof/live-claims.ts';
import type { AwsPort } from '../aws/port.ts';
import type { Context } from '../deps.ts';
import { elsewhereOf } from '../verify/elsewhere.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Where else the keys of a workload are, as far as the last scan and CloudTrail tell; what neither could see is named. */
export async function keyElsewhere(ctx: Context, port: AwsPort, keyIds: string[], workload: Workload): Promise<KeyElsewhere> {
  const seen: KeyElsewhere = { places: await elsewhereOf(ctx.deps, keyIds, workload.id), users: [], rules: rulesOf(workload), unseen: [] };
  seen.unseen.push(...(await gapsOfScan(ctx, workload.accountId)));
  const since = new Date(ctx.deps.now().getTime() - dayMs);
  for (const keyId of keyIds) {
    const reading = await port.read.trailEvents({ key: 'AccessKeyId', value: keyId }, since);
    if (reading.state !== 'known') {
      seen.unseen.push(`${maskKeyId(keyId)}: CloudTrail could not be read, so that other users of the key are not known.`);
      continue;
    }
    const agents = reading.value.flatMap((event) => (event.userAgent && deploys(event.name) ? [`${event.userAgent} (${event.name})`] : []));
    for (const agent of new Set(agents)) {
      seen.users.push(`${maskKeyId(keyId)} is also used by a deployer: ${agent}. ${workload.name} keeps working without it.`);
    }
  }
  return seen;
}

/** D-33: moving rules comes later; until then they are listed. */
function rulesOf({ rules }: Workload): string[] {
  return rules.map(({ name, taskDefinitionArn, pinned }) => {
    const revision = taskDefinitionArn.slice(taskDefinitionArn.lastIndexOf('/') + 1);
    return pinned
      ? `The rule ${name} starts ${revision}, which keeps the key: moving it is not done here.`
      : `The rule ${name} starts the newest revision of ${revision}.`;
  });
}

/** D-88: "nowhere else" is only said of what was looked at. */
async function gapsOfScan({ deps }: Context, accountId: string): Promise<string[]> {
  const scan = await deps.db
    .selectFrom('scan')
    .select('state')
    .where('account_id', '=', accountId)
    .where('state', '!=', 'running')
    .orderBy('started_at', 'desc')
    .executeTakeFirst();
  if (scan?.state === 'complete') return [];
  return [`The last scan of this account was ${scan?.state ?? 'not finished'}, so that other places of the key may not have been seen.`];
}

/** Calls that a workload's own code seldom makes and a pipeline does. */
const deploys = (eventName: string): boolean =>
  /^(UpdateService|RegisterTaskDefinition|DescribeServices|GetAuthorizationToken|CreateDeployment)$/.test(eventName);
