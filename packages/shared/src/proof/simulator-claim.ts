import type { Reading } from '../inventory/reading.ts';
import type { SecondOpinion } from './check.ts';
import { type Claim, fail, pass, unknown } from './claim.ts';
import { notAsked } from './second-opinion-claims.ts';
import type { SimulatedRow } from './simulation-questions.ts';

export interface SimulatorAnswer {
  rows: Reading<SimulatedRow[]>[];
  /** Pairs of action and resource that were not asked. */
  left: number;
  /** May the application need it? Where it does and one of the two denies it, the change would break it. */
  isNeeded: (row: SimulatedRow) => boolean;
}

const simulators = 'iam:SimulatePrincipalPolicy and iam:SimulateCustomPolicy';

/**
 * "AWS's simulator agrees": its verdicts beside ours. A difference that missing condition keys may explain is no disagreement but is said.
 * fail: the two differ on what the application needs, and the stricter denies it.
 */
export function simulatorClaim(name: string, { rows: readings, left, isNeeded }: SimulatorAnswer): Claim {
  const [id, claim] = ['aws-simulator', `AWS’s simulator agrees on what ${name} may do`];
  const unread = [...new Set(readings.flatMap((one) => (one.state === 'unreadable' ? [one.reason] : [])))];
  const rows = readings.flatMap((one) => (one.state === 'known' ? one.value : []));
  if (rows.length === 0) {
    return notAsked(id, claim, simulators, unread.length > 0 ? unread : ['No action of it can be simulated by name.'], simulators);
  }
  const apart = rows.filter((row) => isAllowed(row.ours) !== isAllowed(row.aws.decision));
  const real = apart.filter(({ missingKeys }) => missingKeys.length === 0);
  const secondOpinion: SecondOpinion = { by: simulators, differences: apart.map(differenceOf) };
  const evidence = [
    `${rows.length - apart.length} of ${rows.length} pairs of action and resource judged alike; trust and session policies are not in it.`,
    ...(left === 0
      ? []
      : [`${left} more ${left === 1 ? 'was' : 'were'} not asked: patterns that name no action or resource, or beyond the bounds.`]),
    ...unread,
  ];
  const withOpinion = (made: Claim): Claim => ({ ...made, secondOpinion });
  const broken = real.filter(isNeeded);
  if (broken.length > 0) {
    const lines = broken.map((row) => `${row.action} on ${row.resource} is needed, and one of the two denies it.`);
    return withOpinion(
      fail(id, claim, [...lines, ...evidence], 'Find out who is right before anything changes: an SCP of the organisation, or a policy.'),
    );
  }
  if (real.length > 0)
    return withOpinion(unknown(id, claim, evidence, 'Look at both verdicts, and accept the difference or change the document.'));
  if (apart.length > 0) {
    return withOpinion(
      unknown(id, claim, evidence, 'The two differ where condition keys are missing: accept that, or try the call itself.'),
    );
  }
  if (unread.length > 0) return withOpinion(unknown(id, claim, evidence, 'Check again, or accept that part of it was not simulated.'));
  return withOpinion(pass(id, claim, evidence));
}

const isAllowed = (decision: SimulatedRow['ours']): boolean => decision === 'allowed';
const words = { allowed: 'allowed', implicitDeny: 'not allowed', explicitDeny: 'denied' } as const;

function differenceOf({ action, resource, ours, why, aws, missingKeys }: SimulatedRow): SecondOpinion['differences'][number] {
  const because = [
    ...(aws.organisationAllows === false ? ['by a control policy of the organisation'] : []),
    ...(aws.boundaryAllows === false ? ['by the permissions boundary'] : []),
    ...(aws.by.length > 0 ? [`by ${aws.by.join(', ')}`] : []),
    ...(missingKeys.length > 0 ? [`without knowing ${missingKeys.join(', ')}`] : []),
  ];
  return {
    about: `${action} on ${resource}`,
    ours: `${words[ours]}: ${why}`,
    aws: [words[aws.decision], ...because].join(', '),
  };
}
