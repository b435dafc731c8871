import { canonicalJson } from './fingerprint.ts';
import type { PlanSnapshot } from './snapshot.ts';

/** What a plan stands on: a sentence part → text that must be the same when the run starts (D-95). */
export type Basis = Record<string, string>;

/** The mutable facts that the plan was made from. Immutable ones (a revision's content) are referred to by ARN. */
export function basisOf(snapshot: PlanSnapshot): Basis {
  const basis: Basis = {};
  if (snapshot.service.state === 'known') {
    const { taskDefinitionArn, deploymentIds } = snapshot.service.value;
    basis['the task definition of the service'] = taskDefinitionArn;
    basis['the deployments of the service'] = deploymentIds.join(', ');
  } else {
    basis['the task definition of the service'] = unread(snapshot.service);
    basis['the deployments of the service'] = unread(snapshot.service);
  }
  for (const { keyId, user } of snapshot.owners) {
    const what = `the policies of the user of key ${keyId.slice(0, 4)}…${keyId.slice(-4)}`;
    basis[what] = user.state === 'known' ? canonicalJson(user.value) : unread(user);
  }
  basis['the role'] = snapshot.role.state === 'known' ? canonicalJson(snapshot.role.value) : unread(snapshot.role);
  return basis;
}

const unread = (reading: { state: string }): string => (reading.state === 'absent' ? 'absent' : 'not readable');

/** Sentences that say what differs between the plan's basis and the account now; empty: nothing moved. */
export function movedSince(planned: Basis, now: Basis): string[] {
  const names = [...new Set([...Object.keys(planned), ...Object.keys(now)])];
  return names
    .filter((name) => planned[name] !== now[name])
    .map((name) => {
      const before = planned[name];
      const after = now[name];
      const short = before !== undefined && after !== undefined && before.length < 200 && after.length < 200;
      return short ? `${name} was ${before} and is ${after}` : `${name} changed since the plan was made`;
    });
}
