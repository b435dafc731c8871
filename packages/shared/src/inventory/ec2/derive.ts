import type { DeriveFacts } from '../derive.ts';
import type { Workload } from '../workload.ts';
import { instanceChain, instanceChainAfter } from './chain.ts';
import type { DocumentPlace, Ec2Detail, InstanceRow } from './contract.ts';
import { type DocumentFacts, type DocumentKey, documentKeyOf, type MetadataOptions, type ProfileFacts } from './facts.ts';
import { instanceNotes } from './notes.ts';
import type { Ec2Source } from './sources.ts';
import { ec2NextStepOf, ec2StateOf, keyKinds } from './state.ts';
import type { UserDataFinding } from './user-data.ts';

/** All that a row of EC2 is made from, besides its source. */
export interface Ec2DeriveFacts
  extends Pick<DeriveFacts, 'id' | 'accountId' | 'awsAccountId' | 'region' | 'checkedAt' | 'ownerOf' | 'managedBy'> {
  /** User data as it was inspected; undefined: it was not read. */
  document: (key: DocumentKey) => DocumentFacts | undefined;
  /** Old versions of its templates. */
  others: DocumentFacts[];
  /** A profile by ARN or name; null: there is none; undefined: IAM did not tell. */
  profile: (arnOrName: string) => ProfileFacts | null | undefined;
  /** Other workloads that launch from one of its templates. */
  sharesTemplate: string[];
  /** The role with which what is in use was proved to work; null where nothing was proved. */
  provenRole: string | null;
}

/** A finding in user data of a workload, with the document that it stands in. */
export interface PlacedFinding extends UserDataFinding {
  document: DocumentKey & { name: string };
  standing: DocumentPlace['standing'];
}

/** What is kept of a workload's page: documents by their place alone, since their lines have a table of their own. */
export type StoredEc2Detail = Omit<Ec2Detail, 'documents' | 'sharesRole' | 'launchRelations'> & { documents: DocumentPlace[] };

/** Turns what was read of EC2 and Auto Scaling into a workload's row, its page and its findings. Pure: no secret goes in, none comes out. */
export function deriveEc2(
  source: Ec2Source,
  facts: Ec2DeriveFacts,
): { workload: Workload; detail: StoredEc2Detail; findings: PlacedFinding[] } {
  const documents = source.documents.map((key) => ({ key, read: facts.document(key) }));
  const isIdle = source.kind === 'launch-template' || source.kind === 'launch-configuration';
  const { profileName, profileArn, roleArn, roleUnread } = identityOf(source, facts);
  const metadata = metadataOf(source, facts);
  const shown = documents.flatMap(({ read }) => (read === undefined ? [] : [read]));
  const inUse = withRole(
    shown.flatMap((one) => one.findings.map((found) => placed(found, one, isIdle ? 'newest' : 'in-use'))),
    roleArn !== null && !isIdle,
  );
  const residues = facts.others.flatMap((one) => one.findings.map((found) => placed(found, one, 'residue')));
  const unread = [
    ...documents.filter(({ read }) => read === undefined).map(({ key }) => `${key.id}: not read`),
    ...shown.flatMap((one) => (one.unread === null ? [] : [`${nameOf(one)}: ${one.unread}`])),
    ...shown
      .filter((one) => one.findings.some(({ kind }) => kind === 'unread-user-data'))
      .map((one) => `${nameOf(one)} is in no form that can be read`),
  ];
  const keyed = inUse.filter(({ kind }) => keyKinds.has(kind));
  const keyIds = distinct(keyed.flatMap(({ keyId }) => keyId ?? []));
  const { state, why } = ec2StateOf({
    findings: inUse,
    ...{ roleArn, roleUnread, unread, isIdle },
    isProven: facts.provenRole !== null && facts.provenRole === roleArn,
  });
  const keys = keyIds.map((keyId) => ({ keyId, ...pick(facts.ownerOf(keyId)) }));
  const workload: Workload = {
    ...{ id: facts.id, accountId: facts.accountId, awsAccountId: facts.awsAccountId, region: facts.region },
    ...{ kind: source.kind, name: source.name, state, why, managedBy: facts.managedBy, keys, checkedAt: facts.checkedAt },
    ...ofEcsAlone,
    flags: { moving: false, managedElsewhere: facts.managedBy !== null },
    runningCount: source.instances.filter((one) => one.state === 'running').length,
    desiredCount: source.group?.desiredCapacity ?? source.instances.filter((one) => one.state === 'running').length,
    ec2: {
      instanceIds: source.instances.map(({ instanceId }) => instanceId),
      states: countsOf(source.instances.map((one) => one.state)),
      launchTemplate: source.template,
      launchConfigurationName: source.launchConfigurationName,
      mixedInstancesPolicy: source.group?.mixedInstancesPolicy
        ? { instanceTypes: source.group.mixedInstancesPolicy.instanceTypes, overrides: source.overrides }
        : null,
      instanceProfileArn: profileArn,
      roleArn,
      metadata,
    },
    variables: distinct(keyed.flatMap(({ variable }) => variable ?? [])),
    residues: residues.filter(({ kind }) => keyKinds.has(kind)).length,
    notInspected: [],
    nextStep: ec2NextStepOf(state, source, {
      managedBy: facts.managedBy,
      onlyCustomNames: keyed.length > 0 && keyed.every(({ kind }) => kind === 'custom-name-key'),
      foreignKey: keys.some((one) => one.ownerState === 'foreign'),
    }),
    planId: null,
    runId: null,
  };
  const chain = {
    ...{ findings: inUse, isUnread: unread.length > 0, profileName, roleArn, roleUnread, metadata },
    ownerOf: (keyId: string) => facts.ownerOf(keyId).owner,
  };
  const detail: StoredEc2Detail = {
    instances: instanceRows(source),
    documents: [
      ...shown.map((one) => placeOf(one, isIdle ? 'newest' : 'in-use')),
      ...facts.others.filter(({ fingerprint, unread: why }) => fingerprint !== null || why !== null).map((one) => placeOf(one, 'residue')),
    ],
    chainNow: instanceChain(chain),
    chainAfter: instanceChainAfter(chain),
    notes: instanceNotes(source, { keyIds, owners: keys.map((one) => one.owner), isKeyed: keyed.length > 0, metadata, ...facts }),
  };
  return { workload, detail, findings: [...inUse, ...residues] };
}

/** What only ECS has. */
const ofEcsAlone = {
  ...{ cluster: null, clusterArn: null, serviceArn: null, family: null, taskDefinitionArn: null, revision: null, newestRevision: null },
  ...{ revisionsInUse: [], deploymentController: null, executeCommand: false, rules: [], taskRoleArn: null, executionRoleArn: null },
};

/** Profile and role of what runs; of what would be launched where nothing does. */
function identityOf(source: Ec2Source, facts: Ec2DeriveFacts) {
  const running = source.instances.toSorted((a, b) => Number(b.state === 'running') - Number(a.state === 'running'));
  const launched = source.documents.map((key) => facts.document(key)?.launch?.profile ?? null);
  const named =
    source.instances.length > 0 ? running.find((one) => one.profileArn !== null)?.profileArn : launched.find((one) => one !== null);
  if (named === undefined || named === null) return { profileName: null, profileArn: null, roleArn: null, roleUnread: null };
  const profileName = named.slice(named.lastIndexOf('/') + 1);
  const profile = facts.profile(named);
  const profileArn = profile?.arn ?? (named.startsWith('arn:') ? named : null);
  if (profile === undefined) return { profileName, profileArn, roleArn: null, roleUnread: `instance profile ${profileName} was not read` };
  if (profile === null) return { profileName, profileArn, roleArn: null, roleUnread: `there is no instance profile ${profileName}` };
  return { profileName, profileArn, roleArn: profile.roleArn, roleUnread: null };
}

function metadataOf({ instances, documents }: Ec2Source, facts: Ec2DeriveFacts): MetadataOptions {
  const [first] = instances.toSorted((a, b) => Number(b.state === 'running') - Number(a.state === 'running'));
  const launched = documents.map((key) => facts.document(key)?.launch?.metadata).find((one) => one !== undefined);
  return first?.metadata ?? launched ?? { endpoint: null, tokens: null, hopLimit: null };
}

/** A role behind a whole pair has no effect (D-02, D-66). */
function withRole(findings: PlacedFinding[], hasRole: boolean): PlacedFinding[] {
  const first = findings.find(({ kind }) => kind === 'static-key' || kind === 'expired-temporary');
  if (!hasRole || first === undefined) return findings;
  const advice = `The role is there and ${first.variable ?? 'the key'} answers first: it has no effect until the key is out of user data and off the instance.`;
  return [...findings, { ...first, kind: 'role-has-no-effect', companion: null, certainty: 'certain', advice }];
}

function instanceRows({ instances, members, template, launchConfigurationName, group }: Ec2Source): InstanceRow[] {
  const known = new Map(instances.map((one) => [one.instanceId, one]));
  const ids = distinct([...instances.map((one) => one.instanceId), ...members.map((one) => one.instanceId)]);
  return ids.map((instanceId) => {
    const instance = known.get(instanceId);
    const member = members.find((one) => one.instanceId === instanceId);
    const from =
      member?.launchTemplate ??
      (member === undefined && template !== null ? { ...template, version: String(template.resolved ?? '') } : null);
    return {
      instanceId,
      name: instance?.name ?? null,
      state: instance?.state ?? 'not read',
      launchedAt: instance?.launchedAt ?? null,
      lifecycleState: member?.lifecycleState || null,
      healthStatus: member?.healthStatus || null,
      launchedFrom: from
        ? `version ${from.version} of ${from.name}`
        : member?.launchConfigurationName
          ? `launch configuration ${member.launchConfigurationName}`
          : null,
      isCurrent:
        group === null || group.arn === '' || member === undefined
          ? null
          : launchConfigurationName !== null
            ? member.launchConfigurationName === launchConfigurationName
            : member.launchTemplate?.id === template?.id && member.launchTemplate?.version === String(template?.resolved ?? ''),
      instanceProfileArn: instance?.profileArn ?? null,
      profileState: instance?.profileState ?? null,
      metadata: instance?.metadata ?? { endpoint: null, tokens: null, hopLimit: null },
    };
  });
}

const placed = (
  found: UserDataFinding,
  { source, id, version, name }: DocumentFacts,
  standing: PlacedFinding['standing'],
): PlacedFinding => ({
  ...found,
  document: { source, id, version, name },
  standing,
});

const placeOf = ({ source, id, version, name }: DocumentFacts, standing: DocumentPlace['standing']): DocumentPlace => ({
  ...{ source, id, name, standing },
  version: source === 'launch-template-version' ? version : null,
});

/** "shop-web:2", "i-0abc". */
const nameOf = ({ source, name, id, version }: DocumentFacts): string => (source === 'launch-template-version' ? `${name}:${version}` : id);

/**
 * Text of what a proof was made on: the user data in use, by its place, in any order. A group that runs from one version of a template has that
 * alone; whoever moves it to another has to prove it anew.
 */
export const configurationOf = (documents: readonly DocumentKey[]): string => documents.map(documentKeyOf).sort().join(' ');

function countsOf(states: string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(states, (one) => one)].map(([state, all]) => [state, all.length]));
}

const pick = ({ owner, ownerState }: ReturnType<Ec2DeriveFacts['ownerOf']>) => ({ owner, ownerState });
const distinct = <T>(items: T[]): T[] => [...new Set(items)];
