import { type Basis, movedSince } from '../plan/basis.ts';
import { type Claim, fail, pass, unknown } from './claim.ts';

/** What was read of the running service just now. */
export interface LiveService {
  status: string;
  desiredCount: number;
  runningCount: number;
  pendingCount: number;
  deployments: { rolloutState: string | null; status: string; failedTasks: number }[];
}

/** C9: a service that is not steady before the change says nothing about the change after it. */
export function steadyClaim(service: LiveService | null, reason: string): Claim {
  const claim = 'The service is steady';
  if (service === null) return unknown('service-steady', claim, [reason], 'Look at the service in the ECS console.');
  const { desiredCount, runningCount, pendingCount, deployments, status } = service;
  const evidence = [
    `${runningCount} of ${desiredCount} tasks run, ${pendingCount} pending, ${deployments.length} deployment${deployments.length === 1 ? '' : 's'}.`,
  ];
  const steady = status === 'ACTIVE' && runningCount === desiredCount && pendingCount === 0 && deployments.length === 1 && desiredCount > 0;
  if (steady) return pass('service-steady', claim, evidence);
  const advice =
    desiredCount === 0
      ? 'No task is wanted, so that nothing could be verified: scale it up first.'
      : 'Wait until the deployment is completed, or mend the service first.';
  return fail('service-steady', claim, evidence, advice);
}

/** D-95: a plan is applied to what it was made from, or not at all. */
export function basisClaim(planned: Basis, now: Basis): Claim {
  const claim = 'Nothing that the plan stands on has moved';
  const moved = movedSince(planned, now);
  if (moved.length === 0) return pass('basis-unchanged', claim, [`${Object.keys(planned).length} facts read again, equal.`]);
  return fail('basis-unchanged', claim, moved, 'Make the plan anew.');
}

export interface KeyElsewhere {
  /** Other places of the inventory that hold the keys. */
  places: string[];
  /** Deployers and others seen to use them. */
  users: string[];
  /** Rules that will start a revision that holds them (D-33). */
  rules: string[];
  /** What could not be looked at: then "nowhere else" is not known. */
  unseen: string[];
}

/** Other places of the same keys: they do not block this change, and they gate retirement. */
export function elsewhereClaim({ places, users, rules, unseen }: KeyElsewhere): Claim {
  const claim = 'Where else the same keys are';
  const evidence = [...places, ...users, ...rules];
  if (unseen.length > 0) {
    const advice = 'Nothing here stops the move: it does not touch the key. What is not seen must be seen before the key is retired.';
    return unknown('key-elsewhere', claim, [...evidence, ...unseen], advice);
  }
  if (evidence.length === 0)
    return pass('key-elsewhere', claim, [
      'Nowhere else that was seen. Calls on data, such as those on objects in S3, are not visible: this is no proof (D-60).',
    ]);
  return pass('key-elsewhere', claim, [
    ...evidence,
    'They keep working: this change does not touch the key. The key can be retired only when all are moved.',
  ]);
}
