import { configurationOf } from '@rolewright/shared/inventory/ec2/derive.ts';
import { lastNameOf } from '@rolewright/shared/plan/instance-steps.ts';
import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import type { ProbeResult } from '@rolewright/shared/probes/probe.ts';
import { type InstanceFacts, judgeInstance } from '@rolewright/shared/verify/judge-instance.ts';
import type { Verification } from '@rolewright/shared/verify/verification.ts';
import type { AwsPort } from '../aws/port.ts';
import type { Deps } from '../deps.ts';
import { inspectedUserData } from '../plan/inspected-user-data.ts';
import { elsewhereOf } from './elsewhere.ts';
import { keyUsesOf } from './key-uses.ts';
import { sessionCalls } from './session-calls.ts';
import { storeProof } from './store-proof.ts';
import { storeVerification } from './store-verification.ts';

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

/** Reads the evidence, judges it by pure rules, and stores the verdict with the run; a proof is also kept for the inventory. */
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
    calls: await sessionCalls(input, roleName, [instanceId], 1),
    keyUses: await keyUsesOf(port, keyIds),
    probes: input.probes,
    otherPlaces: await elsewhereOf(deps, keyIds, workloadId ?? instanceId),
  };
  const verification = judgeInstance(facts);
  await deps.db.transaction().execute(async (tx) => {
    await storeVerification(tx, runId, verification);
    if (verification.state !== 'verified' || workloadId === null) return;
    const configuration = configurationOf([{ source: 'instance', id: instanceId, version: 0 }]);
    await storeProof(tx, { workloadId, configuration, roleArn, verifiedAt: deps.now() });
  });
  return verification;
}
