import { configurationOf, deriveEc2, type PlacedFinding } from '@rolewright/shared/inventory/ec2/derive.ts';
import { type DocumentFacts, documentKeyOf, type ProfileFacts } from '@rolewright/shared/inventory/ec2/facts.ts';
import type { Ec2Source } from '@rolewright/shared/inventory/ec2/sources.ts';
import { managedByTags } from '@rolewright/shared/inventory/managed-by.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { Deps } from '../deps.ts';
import type { KeyFacts } from './key-facts.ts';
import type { FoundPlace } from './place-findings.ts';
import type { RegionResult } from './publish.ts';
import { proofsOf } from './published-reads.ts';
import { shortHash, workloadId } from './workload-id.ts';

/** What rows of EC2 are made from besides what EC2 and Auto Scaling told of the workloads themselves. */
export interface Ec2Ground {
  accountId: string;
  awsAccountId: string;
  region: string;
  keys: { get(keyId: string): KeyFacts };
  documents: readonly DocumentFacts[];
  /** null: there is none; undefined: not known. */
  profile: (arnOrName: string) => ProfileFacts | null | undefined;
  /** Old versions of its templates that are this workload's to show. */
  residuesOf: (source: Ec2Source) => DocumentFacts[];
  /** Names of groups that launch from one of its templates too. */
  sharing: (source: Ec2Source) => string[];
}

/** Rows and findings of workloads of EC2 and Auto Scaling in a Region, with what runs have proved of them. */
export async function ec2Rows(
  deps: Deps,
  ground: Ec2Ground,
  sources: readonly Ec2Source[],
): Promise<Pick<RegionResult, 'workloads' | 'findings'>> {
  const { accountId, awsAccountId, region, keys } = ground;
  const byKey = new Map(ground.documents.map((one) => [documentKeyOf(one), one]));
  const idOf = (source: Ec2Source) => ec2WorkloadId(ground, source);
  const proofs = new Map((await proofsOf(deps.db, sources.map(idOf))).map((one) => [`${one.workloadId} ${one.taskDefinitionArn}`, one]));
  const derived = sources.map((source) => {
    const id = idOf(source);
    return deriveEc2(source, {
      ...{ id, accountId, region, awsAccountId, checkedAt: deps.now().toISOString() },
      ownerOf: (keyId) => keys.get(keyId),
      managedBy: managedByTags(source.tags),
      document: (key) => byKey.get(documentKeyOf(key)),
      others: ground.residuesOf(source),
      profile: ground.profile,
      sharesTemplate: ground.sharing(source),
      provenRole: proofs.get(`${id} ${configurationOf(source.documents)}`)?.roleArn ?? null,
    });
  });
  return {
    workloads: derived.map(({ workload, detail }) => ({
      workload,
      detail: { containers: [], tasks: [], events: [], tags: {}, ec2Detail: detail },
    })),
    findings: derived.flatMap(({ workload, findings }) => findings.map((one) => placed(workload, one, keys))),
  };
}

/** Id of a workload of EC2: group name, instance id, template id or name of the launch configuration stand for its name. */
export const ec2WorkloadId = (
  { accountId, region }: Pick<Ec2Ground, 'accountId' | 'region'>,
  { kind, identity }: Pick<Ec2Source, 'kind' | 'identity'>,
): string => workloadId(accountId, region, { kind, clusterArn: null, name: identity });

function placed(workload: Workload, found: PlacedFinding, keys: Ec2Ground['keys']): FoundPlace {
  const { accountId, awsAccountId, region, id: workloadId } = workload;
  const { kind, keyId, companion, certainty, advice, line, variable, standing } = found;
  const { source, id, name, version } = found.document;
  return {
    id: `fd_${shortHash(JSON.stringify([accountId, workloadId, source, id, version, line, variable, kind, keyId]))}`,
    ...{ accountId, awsAccountId, region, workloadId, workloadName: workload.name, kind, standing, keyId, companion, certainty, advice },
    location: { place: 'user-data', source, id, name, version: source === 'launch-template-version' ? version : null, line, variable },
    keyAccountId: keyId === null ? null : keys.get(keyId).keyAccountId,
    // What is secret in a document is never told apart: its fingerprint is of the whole.
    fingerprint: null,
  };
}
