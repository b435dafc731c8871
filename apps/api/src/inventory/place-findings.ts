import { revisionOf } from '@rolewright/shared/aws/task-definition.ts';
import type { RevisionFinding } from '@rolewright/shared/findings/detect.ts';
import type { Finding } from '@rolewright/shared/findings/finding.ts';
import type { InUseFinding } from '@rolewright/shared/inventory/derive.ts';
import type { FamilyFacts, WorkloadSource } from '@rolewright/shared/inventory/sources.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { KeyFacts } from './key-facts.ts';
import type { HoldingRevision } from './published-reads.ts';
import type { RevisionStatus } from './revision-store.ts';
import { shortHash } from './workload-id.ts';

/** A finding with its place and standing; when it was first found is the table's to say. */
export type FoundPlace = Omit<Finding, 'foundAt'>;

interface AccountKeys {
  awsAccountId: string;
  keys: { get(keyId: string): KeyFacts };
}

interface Derived {
  source: WorkloadSource;
  workload: Workload;
  inUse: InUseFinding[];
}

/** Revisions of a Region that show a finding, and what is known of their families. */
interface Elsewhere {
  holding: HoldingRevision[];
  families: Map<string, FamilyFacts>;
  /** Revisions that a rule starts: in use, whatever their family's service runs (D-25, D-33). */
  pinned: Set<string>;
}

/**
 * All findings of a Region: those of what is in use belong to the workload that uses them; those of other revisions to the first workload of
 * their family, as in use by a rule, as newest or as residue.
 */
export function findingsOfRegion(
  { accountId }: { accountId: string },
  region: string,
  account: AccountKeys,
  derived: Derived[],
  { holding, families, pinned }: Elsewhere,
): FoundPlace[] {
  const base = { accountId, awsAccountId: account.awsAccountId, region };
  const statuses = new Map(holding.map((one) => [one.arn, one.status]));
  const inUse = derived.flatMap(({ source, workload, inUse: found }) =>
    found.map((one) =>
      placed(base, one, account, {
        arn: one.taskDefinitionArn,
        taskArn: one.taskArn,
        status: statuses.get(one.taskDefinitionArn) ?? 'ACTIVE',
        standing: source.kind === 'family' && workload.revisionsInUse.length === 0 ? 'newest' : 'in-use',
        workload,
      }),
    ),
  );
  const inUseArns = new Set(derived.flatMap(({ source }) => source.inUseArns));
  const ownerOfFamily = new Map<string, Workload>();
  for (const { source, workload } of derived) if (!ownerOfFamily.has(source.family)) ownerOfFamily.set(source.family, workload);
  const elsewhere = holding
    .filter((one) => !inUseArns.has(one.arn))
    .flatMap((revision) =>
      revision.findings.map((one) =>
        placed(base, one, account, {
          arn: revision.arn,
          taskArn: null,
          status: revision.status,
          standing: pinned.has(revision.arn)
            ? 'in-use'
            : families.get(revision.family)?.newestActiveArn === revision.arn
              ? 'newest'
              : 'residue',
          workload: ownerOfFamily.get(revision.family) ?? null,
        }),
      ),
    );
  return [...inUse, ...elsewhere];
}

interface Place {
  arn: string;
  taskArn: string | null;
  status: RevisionStatus;
  standing: Finding['standing'];
  workload: Workload | null;
}

function placed(
  base: Pick<Finding, 'accountId' | 'awsAccountId' | 'region'>,
  found: RevisionFinding,
  account: AccountKeys,
  place: Place,
): FoundPlace {
  const { kind, keyId, fingerprint, companion, certainty, advice, container, variable, index } = found;
  const { arn, taskArn, status, standing, workload } = place;
  const named = revisionOf(arn) ?? { family: '', revision: 0 };
  return {
    id: `fd_${shortHash(JSON.stringify([base.accountId, workload?.id, arn, taskArn, container, found.place, index, kind, keyId]))}`,
    ...base,
    workloadId: workload?.id ?? null,
    workloadName: workload?.name ?? null,
    kind,
    location: { taskDefinitionArn: arn, ...named, revisionStatus: status, taskArn, container, place: found.place, variable, index },
    standing,
    keyId,
    keyAccountId: keyId === null ? null : account.keys.get(keyId).keyAccountId,
    fingerprint,
    companion,
    certainty,
    advice,
  };
}
