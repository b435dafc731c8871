import { type Assumed, type AssumeRoleCall, assumeRole, type ChainCaller, type ChainRole, chainedLimit } from '../iam/assume-role.ts';
import { type Missing, policiesWith, policyParts } from './evaluate-known.ts';
import type { TruthId, TruthRow } from './truth-row.ts';

/** A link of a chain with what it is meant to do, and strangers to try it with. */
export interface TruthLink {
  caller: ChainCaller;
  role: ChainRole;
  /** The right call. */
  call: AssumeRoleCall;
  /** What the link is meant to hold callers to. */
  enforces: { externalId: boolean; sessionName: boolean };
  wrong: { externalId: string; sessionName: string };
  /** Another principal of the caller's account, and one of another account; an administrator tells most. */
  another: ChainCaller;
  foreign: ChainCaller;
  /** The role's MaxSessionDuration could not be read: it is one hour at least and twelve at most. */
  longestUnread?: boolean;
  /** What nobody could read of each side; their rows may be unknown. */
  missing: readonly Missing[];
}

/** One trial: the call that is made, and what a good link answers. */
export interface Trial {
  id: TruthId;
  caller: ChainCaller;
  call: AssumeRoleCall;
  with: string;
  expected: TruthRow['expected'];
}

const twoHours = 7200;

/** The calls of a truth table in their order: what is predicted here can be made at STS and compared (D-58). `expired` is of a session of `right`. */
export function trialsOf({ caller, role, call, enforces, wrong, another, foreign }: TruthLink): Trial[] {
  const { externalId: _id, ...withoutId } = call;
  const trial = (id: TruthId, sent: AssumeRoleCall, words: string, bad: boolean, who = caller): Trial => ({
    id,
    caller: who,
    call: sent,
    with: words,
    expected: bad ? 'denied' : 'allowed',
  });
  const id = call.externalId === undefined ? 'no external id' : 'the external id';
  const tooLong = caller.principal.kind === 'assumed-role' || (role.maxSessionDuration ?? 3600) < twoHours;
  return [
    trial('right', call, `${id}, session name ${call.sessionName}`, false),
    trial('wrong-external-id', { ...call, externalId: wrong.externalId }, 'another external id', enforces.externalId),
    trial('missing-external-id', withoutId, 'no external id', enforces.externalId),
    trial('another-principal', call, `${id}; an administrator of the caller’s account`, true, another),
    trial('another-account', call, `${id}; an administrator of another account`, true, foreign),
    trial('wrong-session-name', { ...call, sessionName: wrong.sessionName }, `session name ${wrong.sessionName}`, enforces.sessionName),
    trial('expired', call, 'credentials of the right call after their time', true),
    trial('two-hours', { ...call, durationSeconds: twoHours }, `${twoHours} seconds requested`, tooLong),
  ];
}

/** Each trial with the verdict of the policies and its reason, before anything is tried. Source: STS API_AssumeRole; D-44, D-45, D-48, D-49, D-53. */
export function truthTable(link: TruthLink): TruthRow[] {
  return trialsOf(link).map((trial): TruthRow => {
    const { id, caller, with: sent, expected } = trial;
    return { id, who: caller.principal.arn, with: sent, expected, ...predict(trial, link) };
  });
}

function predict({ id, caller, call }: Trial, link: TruthLink): Pick<TruthRow, 'predicted' | 'reason'> {
  const { missing } = link;
  const best = outcomeOf(caller, call, link, false);
  if ('refused' in best) return { predicted: 'denied', reason: `${best.refused}.` };
  const worst = outcomeOf(caller, call, link, true);
  if ('refused' in worst) {
    const why = missing.map((one) => `${'part' in one ? policyParts[one.part] : one.key}: ${one.why}`);
    if (link.longestUnread) why.push('MaxSessionDuration of the role could not be read');
    return { predicted: 'unknown', reason: `Not known: ${why.join('; ')}.` };
  }
  if (id === 'expired') return { predicted: 'denied', reason: `ExpiredToken: the session ends after ${best.seconds} seconds.` };
  const cap = best.seconds === chainedLimit && caller.principal.kind === 'assumed-role' ? ', the most for a session of a session' : '';
  return { predicted: 'allowed', reason: `A session of ${best.seconds} seconds${cap}.` };
}

/** `harsh`: what could not be read is as bad as can be; else as good as can be. */
function outcomeOf(caller: ChainCaller, call: AssumeRoleCall, { role, missing, longestUnread }: TruthLink, harsh: boolean): Assumed {
  const set = policiesWith({ ...caller.policies, resource: role.trust }, missing, harsh ? missing : []);
  const { resource = role.trust, ...policies } = set;
  const longest = longestUnread ? { maxSessionDuration: harsh ? shortestMaximum : longestMaximum } : {};
  return assumeRole({ ...caller, policies }, { ...role, trust: resource, ...longest }, call);
}

/** Between these is every role's MaxSessionDuration. Source: IAM API_CreateRole. */
const shortestMaximum = 3600;
const longestMaximum = 43_200;
