import type { GroupInputs, RollOut } from '../plan/auto-scaling-group.ts';
import type { GroupOf, GroupSnapshot } from '../plan/group-snapshot.ts';
import type { StepOf } from '../plan/planned-step.ts';
import type { GroupPlan } from '../plan/recipes/auto-scaling-group.ts';
import { type Claim, fail, pass, unknown } from './claim.ts';

/** What must hold of the replacing of instances: it can begin, it keeps the group in service, it ends, and it can be gone back from (D-75, D12). */
export function rollOutClaims(snapshot: GroupSnapshot, { steps }: GroupPlan, { rollOut }: GroupInputs): Claim[] {
  const refresh = steps.find((step): step is StepOf<'refresh-instances'> => step.kind === 'refresh-instances');
  if (snapshot.group.state !== 'known' || refresh === undefined) return [standalone(snapshot)];
  const group = snapshot.group.value;
  return [
    processes(group),
    inService(group, rollOut),
    room(group, rollOut),
    protectedOnes(group, rollOut),
    checkpoints(rollOut),
    alarms(snapshot, group),
    goesBack(refresh),
    standalone(snapshot),
  ];
}

/** Without these a refresh stands still, or calls an instance healthy that nobody looked at. Source: Auto Scaling user guide, suspend processes. */
const needed: Record<string, string> = {
  InstanceRefresh: 'no instance is replaced',
  Launch: 'no new instance is launched',
  Terminate: 'no old instance is terminated',
  HealthCheck: 'an instance that fails is not noticed',
  ReplaceUnhealthy: 'an instance that fails is not replaced',
  AddToLoadBalancer: 'new instances get no requests',
};

function processes({ suspendedProcesses }: GroupOf): Claim {
  const claim = 'No process that the roll-out needs is suspended';
  const blocking = suspendedProcesses.filter((name) => name in needed);
  if (blocking.length > 0) {
    const evidence = blocking.map((name) => `${name} is suspended: ${needed[name]}.`);
    return fail('processes', claim, evidence, `Resume ${blocking.join(', ')} first (autoscaling:ResumeProcesses).`);
  }
  return pass('processes', claim, [
    suspendedProcesses.length === 0 ? 'None is suspended.' : `Suspended: ${suspendedProcesses.join(', ')}.`,
  ]);
}

/** How many may be out of service at once, and how many may come on top. Source: API reference, RefreshPreferences. */
function pace({ desiredCapacity }: GroupOf, { minHealthyPercentage: least, maxHealthyPercentage: most }: RollOut) {
  const out = desiredCapacity - Math.ceil((desiredCapacity * least) / 100);
  const top = Math.max(Math.floor((desiredCapacity * most) / 100) - desiredCapacity, 0);
  return { out, onTop: out === 0 && top === 0 ? 1 : top };
}

function inService(group: GroupOf, rollOut: RollOut): Claim {
  const claim = 'The group stays in service while its instances are replaced';
  const id = 'in-service';
  const { minHealthyPercentage: least, maxHealthyPercentage: most } = rollOut;
  if (most - least > 100) {
    return fail(id, claim, [`${least} % to ${most} %: AWS takes a range of 100 at most.`], 'Raise the minimum or lower the maximum.');
  }
  if (group.desiredCapacity === 0) {
    const evidence = ['No instance is wanted: nothing is replaced, and nothing can be seen to use the role.'];
    return unknown(id, claim, evidence, 'Scale the group up first, or accept that the plan ends unproven.');
  }
  const { out, onTop } = pace(group, rollOut);
  const kept = `${group.desiredCapacity - out} of ${group.desiredCapacity} stay in service; ${onTop === 0 ? 'none comes' : `${onTop} may come`} on top.`;
  if (out === group.desiredCapacity) {
    const advice = 'Set the minimum to 100 %: a new instance then comes before an old one goes.';
    return unknown(id, claim, [`All ${out} may be out of service at once: the application is down meanwhile.`], advice);
  }
  const health = group.healthCheckType.includes('ELB')
    ? 'The load balancer’s health checks count.'
    : 'Only the health of the machine counts, not that of the application: a probe or an alarm sees more.';
  return pass(id, claim, [kept, health]);
}

function room(group: GroupOf, rollOut: RollOut): Claim {
  const claim = 'There is room for the instances that come on top';
  const { desiredCapacity, maxSize, hasWarmPool } = group;
  const most = desiredCapacity + pace(group, rollOut).onTop;
  const pool = hasWarmPool ? ['It has a warm pool, whose instances are replaced too: that takes longer.'] : [];
  if (most <= maxSize && pool.length === 0) return pass('room', claim, [`Up to ${most} run; the maximum size is ${maxSize}.`]);
  const above = most > maxSize ? [`Up to ${most} run meanwhile, above the maximum size of ${maxSize}.`] : [];
  return unknown(
    'room',
    claim,
    [...above, ...pool],
    'Make sure that subnets, quota and budget have room for them, or lower the maximum percentage.',
  );
}

function protectedOnes({ members }: GroupOf, { protectedInstances }: RollOut): Claim {
  const claim = 'Every instance of the group can be replaced';
  const id = 'protected-instances';
  const held = members.filter(({ isProtected, lifecycleState }) => isProtected || lifecycleState === 'Standby');
  if (held.length === 0) return pass(id, claim, ['None is protected from scale-in or in standby.']);
  const evidence = held.map(({ instanceId, isProtected }) => `${instanceId} is ${isProtected ? 'protected from scale-in' : 'in standby'}.`);
  if (protectedInstances === 'replace') return pass(id, claim, [...evidence, 'They are replaced too, as asked for.']);
  if (protectedInstances === 'leave') {
    const stays = 'They are left as they are and keep their key: the plan ends unproven.';
    return unknown(id, claim, [...evidence, stays], 'Choose to replace them, or replace them by hand later.');
  }
  const waits = 'AWS waits an hour for them, then the refresh fails.';
  return unknown(id, claim, [...evidence, waits], 'Take the protection off while it waits, or choose to replace or to leave them.');
}

function checkpoints({ checkpoints: at, checkpointDelay }: RollOut): Claim {
  const claim = 'The checkpoints lead to the end';
  const id = 'checkpoints';
  if (at.length === 0) return pass(id, claim, ['There is none: the roll-out goes through.']);
  const shown = at.map((one) => `${one} %`).join(', ');
  if (!at.every((one, index) => index === 0 || one > (at[index - 1] ?? 0)))
    return fail(id, claim, [`${shown} do not rise.`], 'Give each percentage once, in rising order.');
  if (at.at(-1) !== 100)
    return fail(id, claim, [`${shown}: the rest of the instances would keep the old launch template.`], 'Let the last be 100.');
  return pass(id, claim, [`${shown}, ${checkpointDelay} s at each.`]);
}

/** An alarm that is not there is refused by AWS; one that rings would fail the roll-out at once; one without data guards nothing. */
function alarms({ alarms: named }: GroupSnapshot, { healthCheckType }: GroupOf): Claim {
  const claim = 'The alarms of the roll-out are quiet';
  const id = 'alarms';
  if (named.length === 0) return pass(id, claim, [`None is named: health checks (${healthCheckType}) and probes alone stop it.`]);
  const evidence = named.map(({ name, state }) => {
    if (state.state === 'absent') return `${name} is not there.`;
    return state.state === 'unreadable' ? `${name}: ${state.reason}` : `${name} is ${state.value}.`;
  });
  const is = (state: string) => named.some((one) => one.state.state === 'known' && one.state.value === state);
  if (named.some(({ state }) => state.state === 'absent') || is('ALARM'))
    return fail(id, claim, evidence, 'Name alarms that exist, and wait until none of them rings.');
  if (named.some(({ state }) => state.state === 'unreadable') || is('INSUFFICIENT_DATA')) {
    return unknown(id, claim, evidence, 'Make sure that the alarm has data: without it stops nothing.');
  }
  return pass(id, claim, evidence);
}

/** D-75. */
function goesBack({ desired, preferences }: StepOf<'refresh-instances'>): Claim {
  const claim = 'AWS can bring the instances back while they are replaced';
  if (preferences.AutoRollback) {
    return pass('goes-back', claim, [
      'Old and new are numbered versions, and the new one is sent as the desired configuration. Once the refresh has ended, going back is another refresh.',
    ]);
  }
  const why =
    desired === null
      ? 'The group launches from a launch configuration, to which AWS rolls nothing back.'
      : 'The image is named by a Systems Manager parameter, to which AWS rolls nothing back.';
  const advice =
    desired === null ? 'Use the recipe for launch templates, or accept that.' : 'Name the image by its id first, or accept that.';
  return unknown('goes-back', claim, [why, 'Going back is another refresh, which takes as long.'], advice);
}

/** D-76: what was launched from the template apart from the group is not replaced by it. */
function standalone({ standalone: reading }: GroupSnapshot): Claim {
  const claim = 'No instance outside of the group was launched from the same template';
  const id = 'standalone';
  if (reading.state === 'unreadable')
    return unknown(id, claim, [reading.reason], 'Look for instances with the tag aws:ec2launchtemplate:id.');
  const found = reading.state === 'known' ? reading.value : [];
  if (found.length === 0) return pass(id, claim, ['None was found by the tag aws:ec2launchtemplate:id.']);
  const evidence = found.map(({ instanceId, name }) => `${name} (${instanceId}) is in no group: it keeps its key, and is not replaced.`);
  return unknown(id, claim, evidence, 'Move each of them by a plan of its own.');
}
