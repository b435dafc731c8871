import { normalisePolicy, type PolicyDocument } from '../aws/policy-document.ts';
import type { AssumeRoleCall, ChainRole } from '../iam/assume-role.ts';
import { operatorNameOf } from '../iam/condition.ts';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import { operators } from '../iam/operators.ts';
import { noMarks } from '../iam/session-marks.ts';
import { variablesIn } from '../iam/variables.ts';
import type { Reading } from '../inventory/reading.ts';
import type { Missing } from './evaluate-known.ts';
import { knownCaller, readable, unknownKeys } from './known-caller.ts';
import { administratorOf, strangerTo } from './strangers.ts';
import type { TruthTableRequest } from './truth-row.ts';
import type { TruthLink } from './truth-table.ts';

/**
 * The link between a scanned user or role and a scanned role, ready for a truth table. The right external id is the one whose fingerprint
 * stands in the trust policy, so that nobody has to tell it; without `sessionName` one is made from the pattern that the trust policy has.
 * `longest`: the role's MaxSessionDuration, which a scan is not told.
 */
export function knownLink(from: KnownPrincipal, to: KnownPrincipal, longest: Reading<number>, asked: TruthTableRequest): TruthLink {
  const caller = knownCaller(from, 'work');
  const trust = readable(to.trust);
  const ids = wantedBy(trust, 'sts:externalid');
  const names = wantedBy(trust, 'sts:rolesessionname');
  const documents = [...caller.policies.identity.map(({ document }) => document), caller.policies.boundary, trust].filter(isDocument);
  const unreadTrust: Missing[] = trust === null ? [{ part: 'resource', why: 'the trust policy could not be read' }] : [];
  const call: AssumeRoleCall = {
    sessionName: asked.sessionName ?? nameFitting(names[0]),
    durationSeconds: asked.durationSeconds,
    ...(ids[0] === undefined ? {} : { externalId: ids[0] }),
  };
  return {
    caller: { principal: caller.principal, policies: caller.policies, principalTags: caller.tags, marks: noMarks },
    role: roleOf(to, trust, longest),
    call,
    enforces: { externalId: asked.wantsExternalId ?? ids.length > 0, sessionName: asked.wantsSessionName ?? names.length > 0 },
    wrong: { externalId: 'not-the-external-id', sessionName: 'not-a-name-of-this-workload' },
    another: administratorOf(from.arn, from.awsAccountId),
    foreign: administratorOf(from.arn, strangerTo([from.awsAccountId, to.awsAccountId])),
    longestUnread: longest.state !== 'known',
    missing: [...unknownKeys(documents, caller).open, ...caller.unread, ...unreadTrust],
  };
}

const isDocument = (value: unknown): value is PolicyDocument => typeof value === 'object' && value !== null;

function roleOf({ arn, tags, uniqueId }: KnownPrincipal, trust: PolicyDocument | null, longest: Reading<number>): ChainRole {
  return {
    arn,
    trust: trust ?? { Version: '2012-10-17', Statement: [] },
    policies: { identity: [], scps: [] },
    tags,
    uniqueId,
    ...(longest.state === 'known' ? { maxSessionDuration: longest.value } : {}),
  };
}

/** Values that Allow statements of the trust policy want of a key. */
function wantedBy(trust: PolicyDocument | null, wanted: string): string[] {
  if (trust === null) return [];
  const allows = normalisePolicy(trust).statements.filter(({ effect }) => effect === 'Allow');
  return allows.flatMap(({ conditions }) =>
    conditions.flatMap(({ operator, key, values }) => {
      const base = operatorNameOf(operator)?.base ?? '';
      return key.toLowerCase() === wanted && operators[base]?.negated === false ? [...values] : [];
    }),
  );
}

/** A session name for a pattern: wildcards filled in. What a variable stands for is not guessed. */
function nameFitting(pattern: string | undefined): string {
  if (pattern === undefined || variablesIn(pattern).length > 0) return 'work';
  const name = pattern.replaceAll('*', '1').replaceAll('?', '1');
  return name.length < 2 ? 'work' : name;
}
