import { type DocumentFacts, documentKeyOf, type ProfileFacts } from '@rolewright/shared/inventory/ec2/facts.ts';
import { type Ec2Source, ec2SourcesOf } from '@rolewright/shared/inventory/ec2/sources.ts';
import { ec2Rows } from './ec2-rows.ts';
import type { AccountResult, RegionResult } from './publish.ts';
import type { RegionEc2 } from './read-ec2.ts';
import type { ScanSession } from './scan-session.ts';
import { documentsOf, forgetUnseenDocuments } from './user-data-store.ts';

/** Derives the workloads and findings of EC2 and Auto Scaling in a Region from what the scan saw of it so far. */
export async function ec2Result(
  session: ScanSession,
  found: RegionEc2,
  account: AccountResult,
  stage: 'in-use' | 'all',
): Promise<RegionResult> {
  const { accountId, deps, scanId } = session;
  const { region, facts } = found;
  const shelf = { accountId, region, scanId };
  const wasRead = isWhole(session, found);
  if (stage === 'all' && wasRead) await forgetUnseenDocuments(deps.db, shelf);
  const documents = await documentsOf(deps.db, shelf);
  const sources = ec2SourcesOf(facts).filter(({ kind }) => stage === 'all' || kind === 'instance' || kind === 'auto-scaling-group');
  await account.keys.lookUp(new Set(documents.flatMap((one) => one.findings.flatMap(({ keyId }) => keyId ?? []))));
  const residuesOf = ownResidues(sources, documents);
  const groups = sources.filter(({ kind }) => kind === 'auto-scaling-group');
  const rows = await ec2Rows(
    deps,
    {
      ...{ accountId, region, awsAccountId: account.awsAccountId, keys: account.keys, documents, profile: profileIn(account) },
      residuesOf: (source) => residuesOf.get(source) ?? [],
      sharing: (source) =>
        groups
          .filter((other) => other !== source && other.templateIds.some((one) => source.templateIds.includes(one)))
          .map(({ name }) => name),
    },
    sources,
  );
  return { region, service: 'ec2', ...rows, unreadClusters: [], wasRead };
}

/** Everything that there is was listed: what is not in the lists is gone. */
const isWhole = (session: ScanSession, { region, facts }: RegionEc2): boolean =>
  Object.values(facts).every((list) => list !== null) && !session.book.hasGap(region, 'ec2', (what) => what.startsWith('versions of '));

/** Old versions of a template belong to the first workload that launches from it (D-70). */
function ownResidues(sources: readonly Ec2Source[], documents: readonly DocumentFacts[]): Map<Ec2Source, DocumentFacts[]> {
  const inUse = new Set(sources.flatMap((one) => one.documents.map(documentKeyOf)));
  const owners = new Map<string, Ec2Source>();
  for (const source of sources) for (const id of source.templateIds) if (!owners.has(id)) owners.set(id, source);
  const result = new Map<Ec2Source, DocumentFacts[]>();
  for (const document of documents) {
    const owner = document.source === 'launch-template-version' ? owners.get(document.id) : undefined;
    if (owner === undefined || inUse.has(documentKeyOf(document))) continue;
    result.set(owner, [...(result.get(owner) ?? []), document]);
  }
  return result;
}

/** Profiles as IAM listed them; where it did not, what it told of the roles themselves. */
function profileIn({ profiles, principals }: AccountResult): (arnOrName: string) => ProfileFacts | null | undefined {
  const nameOf = (arnOrName: string) => arnOrName.slice(arnOrName.lastIndexOf('/') + 1);
  if (profiles !== null) {
    const byName = new Map(profiles.map((one) => [one.name, one]));
    return (arnOrName) => byName.get(nameOf(arnOrName)) ?? null;
  }
  const holders = new Map(
    (principals?.roles ?? []).flatMap(({ arn, instanceProfiles = [] }) => instanceProfiles.map((name) => [name, arn])),
  );
  return (arnOrName) => {
    const roleArn = holders.get(nameOf(arnOrName));
    return roleArn === undefined ? undefined : { arn: arnOrName, name: nameOf(arnOrName), roleArn, createdAt: '' };
  };
}
