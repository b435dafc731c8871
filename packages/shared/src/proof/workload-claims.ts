import { accountIdOfKeyId, maskKeyId } from '../aws/key-id.ts';
import { type DefinitionFacts, definitionFacts } from '../plan/definition-facts.ts';
import { containersWithCredentials, leftOverSources } from '../plan/patch.ts';
import type { EcsTaskRolePlan } from '../plan/recipes/ecs-task-role.ts';
import type { PlanSnapshot } from '../plan/snapshot.ts';
import { type Claim, fail, pass, unknown } from './claim.ts';

/** What must hold of the workload: it is one that this recipe can move, steady, ours to change, and its pair leaves as a whole. */
export function workloadClaims(snapshot: PlanSnapshot, plan: EcsTaskRolePlan): Claim[] {
  return [
    controllerClaim(snapshot),
    somethingToRemove(snapshot, plan),
    pairIsWhole(snapshot, plan),
    everyContainer(snapshot, plan),
    revisionClaim(snapshot),
    sameAccount(snapshot),
    ownedElsewhere(snapshot),
  ];
}

/** D-30: CODE_DEPLOY and EXTERNAL services take no task definition from UpdateService. */
function controllerClaim({ service }: PlanSnapshot): Claim {
  const claim = 'Amazon ECS itself deploys this service';
  if (service.state !== 'known') return unknown('controller', claim, [reasonText(service)], 'Scan again, then make the plan anew.');
  const { deploymentController } = service.value;
  const evidence = [`The deployment controller is ${deploymentController}.`];
  if (deploymentController === 'ECS') return pass('controller', claim, evidence);
  const how = deploymentController === 'CODE_DEPLOY' ? 'a CodeDeploy deployment' : 'the system that makes its task sets';
  return fail('controller', claim, evidence, `UpdateService is refused for it: change the task definition through ${how}.`);
}

function somethingToRemove({ taskDefinition }: PlanSnapshot, plan: EcsTaskRolePlan): Claim {
  const claim = 'There are credential variables to remove';
  if (taskDefinition.state !== 'known')
    return unknown('variables', claim, [reasonText(taskDefinition)], 'Scan again, then make the plan anew.');
  const removed = plan.steps.flatMap((step) => (step.kind === 'register-task-definition' ? step.removed : []));
  if (removed.length > 0)
    return pass(
      'variables',
      claim,
      removed.map(({ container, variable }) => `${container}: ${variable}`),
    );
  const advice = 'A key under a name of the application’s own needs a change in the application; it is never removed here.';
  return fail('variables', claim, ['None of the names that SDKs read is in the chosen containers.'], advice);
}

/** D-03: half a pair is worse than both. */
function pairIsWhole({ taskDefinition }: PlanSnapshot, { containers }: EcsTaskRolePlan): Claim {
  const claim = 'No half of a pair is left behind';
  if (taskDefinition.state !== 'known') return unknown('pair-is-whole', claim, [reasonText(taskDefinition)], 'Scan again.');
  const left = leftOverSources(taskDefinition.value.document, containers);
  const text = left.map(({ container, what }) => `${container}: ${what}`);
  if (left.some((one) => one.certain)) {
    return fail(
      'pair-is-whole',
      claim,
      text,
      'Remove the secrets of these names from the task definition first: removing one half alone breaks SDKs.',
    );
  }
  if (left.length > 0)
    return unknown('pair-is-whole', claim, text, 'Look into the environment files: a credential in them would come to light.');
  return pass('pair-is-whole', claim, ['No credential comes from secrets or environment files in these containers.']);
}

/** D-02: one container that keeps its keys keeps the workload shadowed, and the run would never be verified. */
function everyContainer({ taskDefinition }: PlanSnapshot, { containers }: EcsTaskRolePlan): Claim {
  const claim = 'No other container keeps credential variables';
  if (taskDefinition.state !== 'known') return unknown('every-container', claim, [reasonText(taskDefinition)], 'Make the plan anew.');
  const left = containersWithCredentials(taskDefinition.value.document).filter((name) => !containers.includes(name));
  if (left.length === 0) return pass('every-container', claim, [`Chosen: ${containers.join(', ') || 'none'}.`]);
  const advice = 'Choose these containers too. Without them the move ends unproven: a call may still be made with the key.';
  return unknown('every-container', claim, [`${left.join(', ')} would keep its variables.`], advice);
}

/** D-24, D-25: the move builds on the revision that runs; a newer one is not looked at, and an INACTIVE one cannot be gone back to. */
function revisionClaim(snapshot: PlanSnapshot): Claim {
  const claim = 'The revision in use is the newest, and can be gone back to';
  const facts = definitionFacts(snapshot);
  if (facts === null) return unknown('revision', claim, ['The task definition in use could not be read.'], 'Make the plan anew.');
  const warnings = revisionWarnings(facts, snapshot.workload.newestRevision ?? facts.revision);
  if (warnings.length === 0) return pass('revision', claim, [`${facts.family}:${facts.revision} is ${facts.status} and the newest.`]);
  return unknown('revision', claim, warnings, 'Make sure that this is the revision that is meant to run.');
}

function revisionWarnings({ family, revision, status }: DefinitionFacts, newest: number): string[] {
  const inUse = `${family}:${revision}`;
  return [
    ...(newest > revision
      ? [
          `The service runs ${inUse} although ${family}:${newest} exists: the new revision is made of ${inUse}, and ${family}:${newest} stays as it is.`,
        ]
      : []),
    ...(status === 'ACTIVE' ? [] : [`${inUse} is ${status}: a roll-back could not point the service back at it.`]),
  ];
}

/** D-16: a key of another account reaches what no role of this account can. */
export function sameAccount({ owners, awsAccountId }: Pick<PlanSnapshot, 'owners' | 'awsAccountId'>): Claim {
  const claim = 'The keys belong to this account';
  const foreign = owners.filter(({ keyId }) => {
    const account = accountIdOfKeyId(keyId);
    return account !== null && account !== awsAccountId;
  });
  // An id of the old format carries no account (D-14): then only IAM's knowing the key's user shows that it is ours.
  const unsure = owners.filter(({ keyId, user }) => accountIdOfKeyId(keyId) === null && user.state !== 'known');
  if (foreign.length === 0 && unsure.length > 0) {
    const why = unsure.map(({ keyId }) => `${maskKeyId(keyId)} carries no account id, and IAM names no user of it.`);
    return unknown('same-account', claim, why, 'Find out whose key it is: a task role cannot replace a key of another account.');
  }
  if (foreign.length === 0) return pass('same-account', claim, [`Account ${awsAccountId}.`]);
  const evidence = foreign.map(({ keyId }) => `${maskKeyId(keyId)} is of account ${accountIdOfKeyId(keyId)} (derived from the key id).`);
  return fail('same-account', claim, evidence, 'A task role alone cannot replace it: the workload needs a role chain into that account.');
}

/** D-37: what a stack owns is put back by its next update, so a patch for the stack is the default. */
function ownedElsewhere({ owningStack, workload }: PlanSnapshot): Claim {
  const claim = 'No stack or other system owns the service or its task definition';
  if (owningStack.state === 'absent' && workload.managedBy !== null) {
    const advice = 'Change it there: a change here would be put back by its next deployment.';
    return fail('owned-elsewhere', claim, [`The tags of the service name ${workload.managedBy}.`], advice);
  }
  if (owningStack.state === 'absent') {
    return pass('owned-elsewhere', claim, [
      'cloudformation:DescribeStackResources knows neither.',
      'Terraform leaves no mark: ask whoever deploys it.',
    ]);
  }
  if (owningStack.state === 'unreadable') {
    return unknown('owned-elsewhere', claim, [owningStack.reason], 'Ask whoever deploys the service whether a stack owns it.');
  }
  const { stackName, logicalId } = owningStack.value;
  return fail(
    'owned-elsewhere',
    claim,
    [`${logicalId} of stack ${stackName}.`],
    'Export the patch and change the stack’s template: a change here would be put back.',
  );
}

const reasonText = (reading: { state: string; reason?: string }): string =>
  reading.state === 'absent' ? 'It is not there any more.' : (reading.reason ?? 'It could not be read.');
