import { setTimeout } from 'node:timers/promises';
import type { Observation, SeenCalls } from '@rolewright/shared/proof/plan-truth.ts';
import type { Trial } from '@rolewright/shared/proof/truth-table.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { AwsPort } from '../aws/port.ts';
import type { RoleCall, RoleTried } from '../aws/role-call.ts';
import { roleOfSession } from './role-of-session.ts';

const attempts = 4;
/** Milliseconds between them. */
const pause = 1500;

/** `via`: whom the operator becomes first. Or why there is none. */
export type Way = { port: AwsPort; operator: string; via: readonly RoleCall[] } | { why: string };

/** As whom the console can make the calls of a link. */
export interface Ways {
  /** The caller itself, or an operator whom the role trusts too. */
  caller: Way;
  /** An operator of the caller's account, and one of another. */
  another: Way;
  foreign: Way;
}

const nothing = { observed: null, by: 'none', as: null, session: null, errorCode: null, command: null } as const;

/** A row that the console makes no call for: what was seen of the caller itself where that says something, and how to try it. */
export function notTried(trial: Trial, why: string, command: string, seen: SeenCalls, at: string): Observation {
  const counts = `${seen.allowed} allowed and ${seen.denied} denied`;
  if (trial.id === 'right' && seen.allowed > 0) {
    const how = `CloudTrail saw the caller itself: ${counts}, the last at ${seen.lastAt}.`;
    return { ...nothing, observed: 'allowed', by: 'cloudtrail', as: trial.caller.principal.arn, how, command, at };
  }
  const saw =
    trial.id === 'right' && seen.denied > 0 ? ` CloudTrail saw ${counts} of its calls, and does not tell with which external id.` : '';
  return { ...nothing, how: `${why}${saw}`, command, at };
}

/** Makes a row's call as far as the console may, and says how it was observed. What gives no answer about the row is no verdict. */
export async function observeRow(
  trial: Trial,
  predicted: string,
  ways: Ways,
  parts: { call: RoleCall; command: string; seen: SeenCalls; at: string },
): Promise<Observation> {
  const { call, command, seen, at } = parts;
  if (trial.id === 'expired') {
    const how =
      'Not tried: a session takes at least 15 minutes to end, and the console keeps no credentials. AWS refuses them then with ExpiredToken.';
    return { ...nothing, how, at };
  }
  const stranger = trial.id === 'another-principal' ? ways.another : trial.id === 'another-account' ? ways.foreign : null;
  const way = stranger ?? ways.caller;
  if ('why' in way) return stranger === null ? notTried(trial, way.why, command, seen, at) : { ...nothing, how: way.why, at };
  const { via } = way;
  const answer = await tried(way.port, call, via, trial.id === 'right' && predicted === 'allowed');
  if ('failed' in answer) return { ...nothing, how: `Not observed: ${answer.failed}. Try again.`, at };
  if (answer.answer === 'unreached') {
    const why = `Not tried: only the caller itself can. The console may not become ${nameOf(answer.roleArn)} (${answer.code}).`;
    return notTried(trial, why, command, seen, at);
  }
  return stranger === null ? asCaller(answer, way.operator, via, at) : asStranger(answer, way.operator, predicted, at);
}

type Answered = Exclude<RoleTried, { answer: 'unreached' }>;

function asCaller(answer: Answered, operator: string, via: readonly RoleCall[], at: string): Observation {
  const as = via.at(-1)?.roleArn ?? operator;
  const how =
    via.length === 0
      ? `The console called STS as ${nameOf(operator)}, whom the trust policy names as well.`
      : `The console called STS: ${[operator, ...via.map(({ roleArn }) => roleArn)].map(nameOf).join(' → ')}.`;
  return { ...verdictOf(answer), by: 'sts', how, as, command: null, at };
}

/** An operator is no administrator: that it is let in tells all, that it is refused only where nobody should be let in. */
function asStranger(answer: Answered, operator: string, predicted: string, at: string): Observation {
  const how = `The console called STS as ${nameOf(operator)}, with the right external id.`;
  if (answer.answer === 'denied' && predicted !== 'denied') {
    const why = `${how} It was refused (${answer.code}), which its own policies may have done: an administrator might get in.`;
    return { ...nothing, how: why, at };
  }
  return { ...verdictOf(answer), by: 'sts', how, as: operator, command: null, at };
}

/** `…:assumed-role/RolewrightOperator/rolewright` → RolewrightOperator of 560921689673. */
function nameOf(arn: string): string {
  const role = roleOfSession(arn);
  return `${role.slice(role.lastIndexOf('/') + 1)} of ${role.split(':')[4]}`;
}

const verdictOf = (answer: Answered) =>
  answer.answer === 'allowed'
    ? { observed: 'allowed' as const, session: { arn: answer.arn, expiresAt: answer.expiresAt }, errorCode: null }
    : { observed: 'denied' as const, session: null, errorCode: answer.code };

/** What a run has just made may not be known everywhere yet (D-50): `patient` asks again before a refusal counts. */
async function tried(port: AwsPort, call: RoleCall, via: readonly RoleCall[], patient: boolean): Promise<RoleTried | { failed: string }> {
  try {
    for (let attempt = 1; ; attempt++) {
      const answer = await port.tryRole(call, { via });
      if (!patient || answer.answer !== 'denied' || attempt === attempts) return answer;
      await setTimeout(pause);
    }
  } catch (error) {
    if (error instanceof AwsError) return { failed: `${error.call} gave no answer (${error.code})` };
    throw error;
  }
}
