import { detectInTaskDefinition } from '@rolewright/shared/findings/detect.ts';
import { maskDocument } from '@rolewright/shared/findings/mask.ts';
import { deriveWorkload } from '@rolewright/shared/inventory/derive.ts';
import { pinnedArns, sourcesOf, type WorkloadSource } from '@rolewright/shared/inventory/sources.ts';
import { ec2Kinds, type Workload } from '@rolewright/shared/inventory/workload.ts';
import type { AwsPort } from '../aws/port.ts';
import type { Deps } from '../deps.ts';
import { knownKeys } from './known-keys.ts';
import { findingsOfRegion } from './place-findings.ts';
import { residuesOf } from './publish.ts';
import { familiesOf, proofsOf, revisionsByArn, revisionsThatHold } from './published-reads.ts';
import { writeFindings, writeWorkloads } from './published-writes.ts';
import { serviceFacts, taskFacts } from './read-in-use.ts';
import { refreshEc2Workload } from './refresh-ec2.ts';
import { type Shelf, saveDescribed, undescribed } from './revision-store.ts';
import { workloadId } from './workload-id.ts';
import { writeKeys } from './write-keys.ts';

/**
 * Reads one workload again and brings its row, its findings and the places of its keys up to date, as a run of it needs at its end; a whole scan
 * would take too long. Tasks of no service and what cannot be read are left for the next scan.
 */
export async function refreshWorkload(deps: Deps, id: string): Promise<void> {
  const row = await deps.db.selectFrom('workload').select(['body']).where('id', '=', id).executeTakeFirst();
  const scan = row && (await newestScan(deps, row.body.accountId));
  if (row === undefined || scan === undefined) return;
  if (isEc2(row.body)) await refreshEc2Workload(deps, scan, row.body);
  else if (row.body.kind === 'service') await refreshService(deps, scan, row.body);
}

const isEc2 = ({ kind }: Workload): boolean => ec2Kinds.some((one) => one === kind);

async function refreshService(deps: Deps, scan: string, before: Workload): Promise<void> {
  const { id } = before;
  const port = await deps.aws.port(before.accountId, before.region);
  const source = await readSource(deps, port, before);
  if (source === null) return;
  const shelf: Shelf = { accountId: before.accountId, region: before.region, scanId: scan };
  await describeMissing(deps, port, shelf, source.inUseArns);

  const family = (await familiesOf(deps.db, shelf)).filter((one) => one.family === source.family);
  const holding = (await revisionsThatHold(deps.db, shelf)).filter((one) => one.family === source.family);
  const revisions = await revisionsByArn(deps.db, shelf, source.inUseArns);
  const keys = await knownKeys(deps, before.accountId);
  const [proof] = (await proofsOf(deps.db, [id])).filter((one) => one.taskDefinitionArn === source.primaryArn);
  const checkedAt = deps.now();
  const derived = deriveWorkload(source, {
    id,
    accountId: before.accountId,
    awsAccountId: before.awsAccountId,
    region: before.region,
    checkedAt: checkedAt.toISOString(),
    revision: (arn) => revisions.get(arn) ?? { unread: 'not read' },
    newestRevision: family[0]?.newestRevision ?? null,
    residues: residuesOf(source, holding),
    ownerOf: (keyId) => keys.get(keyId),
    managedBy: before.managedBy,
    proof: proof ?? null,
  });
  const account = { awsAccountId: before.awsAccountId, keys };
  const places = new Map(family.map((one) => [one.family, one]));
  const findings = findingsOfRegion(before, before.region, account, [{ source, ...derived }], {
    holding,
    families: places,
    pinned: pinnedArns(before.rules),
  });
  await deps.db.transaction().execute(async (trx) => {
    await writeWorkloads(trx, { workloads: [derived] }, checkedAt);
    await writeFindings(trx, { workloads: [derived], findings }, checkedAt);
    await writeKeys(trx, { accountId: before.accountId, awsAccountId: before.awsAccountId, keys, checkedAt });
  });
}

async function newestScan({ db }: Deps, accountId: string): Promise<string | undefined> {
  const row = await db.selectFrom('scan').select('id').where('account_id', '=', accountId).orderBy('started_at', 'desc').executeTakeFirst();
  return row?.id;
}

async function readSource(deps: Deps, port: AwsPort, before: Workload): Promise<WorkloadSource | null> {
  if (before.clusterArn === null) return null;
  const service = await port.read.service(before.clusterArn, before.name);
  if (service.state !== 'known') return null;
  const tasks = await port.read.tasks(before.clusterArn, { serviceName: before.name });
  const own = tasks.map((task) => taskFacts(task, deps.fingerprint));
  const sources = sourcesOf([serviceFacts(service.value)], own, before.rules, []);
  return sources.find((one) => workloadId(before.accountId, before.region, one) === before.id) ?? null;
}

async function describeMissing(deps: Deps, port: AwsPort, shelf: Shelf, arns: string[]): Promise<void> {
  for (const arn of await undescribed(deps.db, shelf, arns)) {
    const answer = await port.read.taskDefinition(arn);
    if (answer.state !== 'known') continue;
    const document = maskDocument(answer.value.raw, deps.fingerprint);
    const findings = detectInTaskDefinition(document);
    await saveDescribed(deps.db, shelf, [{ arn, status: 'ACTIVE', document, tags: answer.value.tags, findings }]);
  }
}
