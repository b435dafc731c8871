import type { InstanceInputs } from '../plan/ec2-instance.ts';
import { takesKeysOut } from '../plan/edited-user-data.ts';
import type { InstanceSnapshot, UserDataOf } from '../plan/instance-snapshot.ts';
import type { InstancePlan } from '../plan/recipes/ec2-instance-profile.ts';
import { type Claim, fail, pass, unknown } from './claim.ts';
import { editedEvidence } from './edited-evidence.ts';

const notSeen = 'Files and environments on the instance are not visible here.';
const keyLines = ({ findings }: UserDataOf): string[] =>
  findings.map(({ line, variable }) => `Line ${line} of its user data${variable === null ? '' : ` sets ${variable}`}.`);

/** D14, D-66: a program resolves static keys once; the profile changes nothing for it until it is started again. */
export function runningProgramsClaim({ instance, userData }: InstanceSnapshot): Claim {
  const claim = 'The programs on the instance will take the role';
  const advice =
    'Programs that started with a key keep it until they are started again: do that on the instance, after the key is gone from where they read it. Until a call of the role is seen, the instance counts as shadowed.';
  if (userData.state === 'unreadable') return unknown('running-programs', claim, [userData.reason, notSeen], advice);
  if (userData.state === 'absent') return pass('running-programs', claim, ['It has no user data.', notSeen]);
  if (userData.value.verdict === 'clean') return pass('running-programs', claim, ['No static key in its user data.', notSeen]);
  const stopped = instance.state === 'known' && instance.value.state === 'stopped' ? ['It is stopped: nothing runs on it now.'] : [];
  return unknown('running-programs', claim, [...keyLines(userData.value), ...stopped, notSeen], advice);
}

/** An instance whose stop protection is on is not stopped by any call, and its user data cannot be changed before it is (D-67). Nothing to say where the plan does not stop it. */
export function stopProtectionClaims({ stopProtection, instanceId }: InstanceSnapshot, { steps }: Pick<InstancePlan, 'steps'>): Claim[] {
  if (!steps.some(({ kind }) => kind === 'stop-instance')) return [];
  const [id, claim] = ['stop-protection', `${instanceId} may be stopped`];
  if (stopProtection?.state === 'unreadable') {
    return [unknown(id, claim, [stopProtection.reason], 'Let the reader role call ec2:DescribeInstanceAttribute.')];
  }
  if (stopProtection?.state !== 'known') return [unknown(id, claim, ['Its stop protection was not read.'], 'Make the plan anew.')];
  if (!stopProtection.value) return [pass(id, claim, ['Its stop protection (DisableApiStop) is off.'])];
  const advice = 'Somebody protects it: ask them. Then switch stop protection off and make the plan anew, or leave the user data as it is.';
  return [fail(id, claim, ['Its stop protection (DisableApiStop) is on: ec2:StopInstances is refused.'], advice)];
}

/** D-67: the plain-text copy goes only while the instance is stopped, and only where every key line goes by itself. */
export function userDataClaim({ instance, userData }: InstanceSnapshot, inputs: InstanceInputs): Claim {
  const claim = 'The key lines of its user data can be taken out';
  const id = 'user-data';
  if (!takesKeysOut(inputs.userData)) {
    const left = userData.state === 'known' && userData.value.verdict !== 'clean';
    return pass(id, 'The user data stays as it is', [
      left ? 'It still shows the key to everybody who may read it.' : 'Nothing was asked for.',
    ]);
  }
  if (userData.state === 'unreadable') return fail(id, claim, [userData.reason], 'Let the reader role call ec2:DescribeInstanceAttribute.');
  if (userData.state === 'absent') return pass(id, claim, ['There is none to take out.']);
  const { verdict, findings, edited } = userData.value;
  if (verdict === 'clean' && edited === undefined) return pass(id, claim, ['There is none to take out.']);
  const left = edited === undefined ? (verdict === 'manual' ? findings : []) : edited.findings;
  if (left.length > 0) {
    const evidence = left.map(({ line, why }) => `Line ${line}${edited === undefined ? '' : ' of the edited text'}: ${why}`);
    return fail(id, claim, evidence, 'Edit it until no key is left, or leave the user data as it is in this plan.');
  }
  if (instance.state !== 'known') return unknown(id, claim, ['The instance could not be read.'], 'Make the plan anew.');
  const { state, rootDeviceType, addressChanges } = instance.value;
  if (rootDeviceType !== 'ebs') {
    const why = 'Its root device is an instance store: it cannot be stopped, and its user data cannot be changed.';
    return fail(id, claim, [why], 'Replace the instance by one that is launched without the key.');
  }
  const lasting = 'The lines are kept nowhere: this part is not undone by a roll-back.';
  const firstBoot = 'User data runs at the first boot only: what it wrote to the disk then stays, and is not looked at.';
  const person = edited === undefined ? [] : editedEvidence(edited);
  if (state === 'stopped') return unknown(id, claim, [...keyLines(userData.value), ...person, lasting, firstBoot], 'Accept that.');
  const stop = [
    'The instance is stopped and started once: everything on it stops meanwhile, and data on instance stores is lost.',
    ...(addressChanges ? ['Its public IP address is another one afterwards.'] : []),
  ];
  return unknown(id, claim, [...stop, ...keyLines(userData.value), ...person, lasting, firstBoot], 'Choose a time at which it may stop.');
}
