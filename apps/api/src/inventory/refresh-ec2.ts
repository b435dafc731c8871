import { documentKeyOf, type ProfileFacts } from '@rolewright/shared/inventory/ec2/facts.ts';
import { type Ec2Source, ec2SourcesOf } from '@rolewright/shared/inventory/ec2/sources.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import { sql } from 'kysely';
import type { Deps } from '../deps.ts';
import { CoverageBook } from './coverage-book.ts';
import { DocumentReader, type DocumentSession } from './document-reader.ts';
import { ec2Rows, ec2WorkloadId } from './ec2-rows.ts';
import { knownKeys } from './known-keys.ts';
import { writeFindings, writeWorkloads } from './published-writes.ts';
import { readEc2Again } from './read-ec2-again.ts';
import { refreshProfiles } from './refresh-profiles.ts';
import { usedElsewhere } from './used-elsewhere.ts';
import { documentsOf } from './user-data-store.ts';
import { writeKeys } from './write-keys.ts';

/**
 * Reads an instance, a group, or what launches them again and brings the rows up to date: profile, role, user data, versions, findings and keys.
 * A launch configuration or template that a group has just left becomes a row of its own, as the next scan will have it, so that a key in it is
 * never forgotten. Throws AwsError where AWS refuses; then nothing is written.
 */
export async function refreshEc2Workload(deps: Deps, scanId: string, before: Workload): Promise<void> {
  const { accountId, awsAccountId, region } = before;
  const port = await deps.aws.port(accountId, region);
  const session: DocumentSession = {
    ...{ deps, accountId, scanId, book: new CoverageBook(), described: 0 },
    port: async () => port,
    checkStop: () => undefined,
  };
  const { facts, documentIds } = await readEc2Again(port, await DocumentReader.open(session, region), before);
  const elsewhere = await usedElsewhere(deps.db, before, documentIds);
  const sources = ec2SourcesOf(facts).filter((one) => ec2WorkloadId(before, one) === before.id || !elsewhere.ids.has(one.identity));
  // Without it there is nothing to write: it is gone, and the next scan takes its row away.
  const subject = sources.find((one) => ec2WorkloadId(before, one) === before.id);
  if (subject === undefined) return;

  const keys = await knownKeys(deps, accountId);
  const documents = await documentsOf(deps.db, { accountId, region });
  const inUse = new Set(sources.flatMap((one) => one.documents.map(documentKeyOf)));
  const named = documents.filter((one) => inUse.has(documentKeyOf(one))).map((one) => one.launch?.profile);
  const rows = await ec2Rows(
    deps,
    {
      ...{ accountId, awsAccountId, region, keys, documents },
      profile: await profilesNamed(deps, accountId, [
        ...named,
        ...sources.flatMap((one) => one.instances.map(({ profileArn }) => profileArn)),
      ]),
      residuesOf: ({ templateIds }) =>
        documents.filter(
          (one) =>
            one.source === 'launch-template-version' &&
            templateIds.includes(one.id) &&
            !elsewhere.residues.has(one.id) &&
            !elsewhere.documents.has(documentKeyOf(one)) &&
            !inUse.has(documentKeyOf(one)),
        ),
      sharing: ({ templateIds }) => [...new Set(elsewhere.groups.filter(({ from }) => templateIds.includes(from)).map(({ name }) => name))],
    },
    sources,
  );
  const checkedAt = deps.now();
  const settled = documentIds.filter((id) => !elsewhere.ids.has(id));
  await deps.db.transaction().execute(async (trx) => {
    await writeWorkloads(trx, rows, checkedAt);
    await writeFindings(trx, rows, checkedAt);
    const taken = takenUp(before, sources);
    await trx.deleteFrom('workload').where('id', '=', sql<string>`any(${taken}::text[])`).execute();
    await trx
      .deleteFrom('finding')
      .where('account_id', '=', accountId)
      .where('region', '=', region)
      .where(sql<boolean>`body -> 'location' ->> 'place' = 'user-data' and body -> 'location' ->> 'id' = any(${settled}::text[])`)
      .where('id', '<>', sql<string>`all(${rows.findings.map((one) => one.id)}::text[])`)
      .execute();
    await writeKeys(trx, { accountId, awsAccountId, keys, checkedAt });
  });
}

/** Rows of templates and launch configurations from which nothing was launched before, and something is now. */
function takenUp(place: Workload, sources: readonly Ec2Source[]): string[] {
  const launched = sources.filter(({ kind }) => kind === 'instance' || kind === 'auto-scaling-group');
  return launched.flatMap(({ documents, templateIds }) => [
    ...templateIds.map((identity) => ec2WorkloadId(place, { kind: 'launch-template', identity })),
    ...documents
      .filter(({ source }) => source === 'launch-configuration')
      .map(({ id }) => ec2WorkloadId(place, { kind: 'launch-configuration', identity: id })),
  ]);
}

/** The profiles that these ARNs and names mean, read again; of one that IAM does not tell now, what it told before. */
async function profilesNamed(deps: Deps, accountId: string, named: readonly (string | null | undefined)[]) {
  const names = [...new Set(named.flatMap((one) => (one ? [nameOf(one)] : [])))];
  const readings = await refreshProfiles(
    deps,
    names.map((name) => ({ accountId, name })),
  );
  const stored = await deps.db
    .selectFrom('instance_profile')
    .select(['arn', 'name', 'role_arn'])
    .where('account_id', '=', accountId)
    .execute();
  const byName = new Map<string, ProfileFacts>(
    stored.map(({ arn, name, role_arn: roleArn }) => [name, { arn, name, roleArn, createdAt: '' }]),
  );
  return (arnOrName: string): ProfileFacts | null | undefined => {
    const name = nameOf(arnOrName);
    return byName.get(name) ?? (readings[names.indexOf(name)]?.state === 'absent' ? null : undefined);
  };
}

const nameOf = (arnOrName: string): string => arnOrName.slice(arnOrName.lastIndexOf('/') + 1);
