import { lastNameOf } from '@rolewright/shared/plan/instance-steps.ts';
import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import type { ProbeResult } from '@rolewright/shared/probes/probe.ts';
import { type InstanceFacts, judgeInstance } from '@rolewright/shared/verify/judge-instance.ts';
import type { Verification } from '@rolewright/shared/verify/verification.ts';
import { sql } from 'kysely';
import type { AwsPort } from '../aws/port.ts';
import { portsOf, readEvents } from '../aws/trail.ts';
import type { Deps } from '../deps.ts';
import { inspectedUserData } from '../plan/inspected-user-data.ts';
import { elsewhereOf } from './elsewhere.ts';

export interface InstanceVerifyInput {
  deps: Deps;
  port: AwsPort;
  accountId: string;
  runId: string;
  workloadId: string | null;
  step: StepOf<'verify-instance'>;
  /** When the profile was accepted, ISO 8601. */
  cutOverAt: string;
  /** When the run started the instance anew; null: it did not. */
  oldProgramsGoneAt: string | null;
  /** How the workload's probes went just now. */
  probes: ProbeResult[];
}

/** Reads the evidence, judges it by pure rules, and stores the verdict with the run. */
export async function verifyInstance(input: InstanceVerifyInput): Promise<Verification> {
  const { deps, port, runId, workloadId, step, cutOverAt, oldProgramsGoneAt } = input;
  const { instanceId, profileArn, roleArn, keyIds, ownRole } = step;
  const roleName = lastNameOf(roleArn);
  const role = ownRole ? await port.read.role(roleName) : null;
  const facts: InstanceFacts = {
    now: deps.now().toISOString(),
    cutOverAt,
    oldProgramsGoneAt,
    instanceId,
    roleName,
    profileArn,
    association: await port.read.associationOf(instanceId),
    userData: await inspectedUserData(deps, port, instanceId),
    ownRoleLastUsedAt: role?.state === 'known' ? (role.value.lastUsed?.at ?? null) : null,
    calls: await callsOf(input, roleName),
    keyUses: await keyUses(port, keyIds),
    probes: input.probes,
    otherPlaces: await elsewhereOf(deps, keyIds, workloadId ?? instanceId),
  };
  const verification = judgeInstance(facts);
  await deps.db
    .updateTable('run')
    .set({ verification: JSON.stringify(verification), version: sql<number>`version + 1` })
    .where('id', '=', runId)
    .execute();
  return verification;
}

/** Calls of the instance's session, whose name is its id, in every Region of the account (D-60); null: its own could not be read. */
async function callsOf({ deps, port, accountId, step, cutOverAt }: InstanceVerifyInput, roleName: string): Promise<InstanceFacts['calls']> {
  const ports = await portsOf(deps, accountId, port.region);
  const by = { key: 'Username', value: step.instanceId } as const;
  const told = await Promise.all(
    ports.map(async (one) => ({ region: one.region, events: await readEvents(one, by, new Date(cutOverAt)) })),
  );
  if (told[0]?.events === null) return null;
  const session = `:assumed-role/${roleName}/${step.instanceId}`;
  const events = told
    .flatMap(({ events: all }) => all ?? [])
    .filter(({ identityArn, at }) => identityArn?.endsWith(session) && at >= cutOverAt);
  const refused = events.filter(({ errorCode }) => errorCode !== null && /AccessDenied|Unauthorized/.test(errorCode));
  const last = refused.toSorted((one, other) => one.at.localeCompare(other.at)).at(-1);
  return {
    allowed: events.length - refused.length,
    denied: refused.length,
    lastDenied: last === undefined ? null : `${last.name} (${last.errorCode})`,
    unreadRegions: told.flatMap(({ region, events: all }) => (all === null ? [region] : [])),
  };
}

async function keyUses(port: AwsPort, keyIds: string[]): Promise<InstanceFacts['keyUses']> {
  const uses: NonNullable<InstanceFacts['keyUses']> = [];
  for (const keyId of keyIds) {
    const used = await port.read.accessKeyLastUsed(keyId);
    if (used.state !== 'known') return null;
    uses.push({ keyId, lastUsedAt: used.value.at });
  }
  return uses;
}
