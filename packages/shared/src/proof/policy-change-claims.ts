import { type PolicyDocument, policySize } from '../aws/policy-document.ts';
import { defaultQuotas } from '../iam/carry-over.ts';
import { externalIdsIn } from '../iam/external-id.ts';
import { type LintFinding, lintPolicy } from '../iam/lint.ts';
import { defaultTrustSize, userQuotas } from '../iam/quotas.ts';
import { samePolicy } from '../iam/same-policy.ts';
import type { PolicyChangeInputs, PolicyEdit } from '../plan/policy-change.ts';
import type { PolicyChangeSnapshot } from '../plan/policy-change-snapshot.ts';
import type { PolicyChangePlan } from '../plan/recipes/policy-change.ts';
import { type Claim, fail, pass, unknown } from './claim.ts';
import { profileEditClaims } from './profile-edit-claims.ts';

/** What must hold of the edits themselves, whoever gains by them: whom they are about, names, dangers, sizes, what cannot be undone. */
export function policyChangeClaims(snapshot: PolicyChangeSnapshot, plan: PolicyChangePlan, inputs: PolicyChangeInputs): Claim[] {
  const there = principalsClaim(snapshot);
  if (plan.incomplete.length > 0) return [there];
  return [
    there,
    workClaim(plan),
    ...(snapshot.policies.length === 0 ? [] : [namesClaim(snapshot, inputs)]),
    lintClaim(plan, inputs),
    quotaClaim(snapshot, plan),
    ...profileEditClaims(snapshot, plan),
    ...forgottenClaim(plan),
  ];
}

function principalsClaim({ target, principals }: PolicyChangeSnapshot): Claim {
  const claim = 'Every user and role that is changed exists';
  const rows = principals.map(({ reading }, index) => ({ arn: target.principals[index]?.arn ?? '', reading }));
  const strange = rows.filter(({ arn, reading }) => reading.state === 'absent' || (reading.state === 'known' && reading.value.arn !== arn));
  const unread = rows.flatMap(({ arn, reading }) => (reading.state === 'unreadable' ? [`${arn}: ${reading.reason}`] : []));
  if (strange.length > 0) {
    return fail(
      'principals-exist',
      claim,
      strange.map(({ arn }) => `IAM has no ${arn}.`),
      'Scan the account again, then make the plan anew.',
    );
  }
  if (unread.length > 0) return unknown('principals-exist', claim, unread, 'Let the reader role of that account read them.');
  return pass('principals-exist', claim, [`${rows.length} read.`]);
}

function workClaim({ steps, already }: PolicyChangePlan): Claim {
  const claim = 'There is something to change';
  if (steps.length > 0) return pass('something-to-change', claim, [`${steps.length - 1} to change.`, ...already]);
  return fail('something-to-change', claim, already, 'AWS has it so already: no run is needed.');
}

function namesClaim({ target, policies }: PolicyChangeSnapshot, { edits }: PolicyChangeInputs): Claim {
  const claim = 'The names of the new policies are free';
  const rows = policies.map((reading, index) => {
    const { arn, edit } = target.policies[index] as PolicyChangeSnapshot['target']['policies'][number];
    const asked = edits[edit] as PolicyEdit & { kind: 'managed-policy' };
    if (reading.state === 'unreadable') return { state: 'unknown', text: `${arn}: ${reading.reason}` } as const;
    if (reading.state === 'absent') return { state: 'pass', text: `IAM has no ${arn}.` } as const;
    return samePolicy(reading.value.document, asked.document)
      ? ({ state: 'pass', text: `${arn} is there with just this document, and is used.` } as const)
      : ({ state: 'fail', text: `${arn} is there with another document.` } as const);
  });
  const evidence = rows.map(({ text }) => text);
  if (rows.some(({ state }) => state === 'fail')) return fail('policy-names', claim, evidence, 'Give the policy another name.');
  if (rows.some(({ state }) => state === 'unknown')) {
    return unknown('policy-names', claim, evidence, 'Let the reader role of that account call iam:GetPolicy.');
  }
  return pass('policy-names', claim, evidence);
}

/** D-55, E6: what an edit brings that lint blocks needs a typed reason, and is acknowledged besides. What stood there before is only named. */
function lintClaim({ changes }: PolicyChangePlan, { edits }: PolicyChangeInputs): Claim {
  const claim = 'The new documents hold nothing that is dangerous by itself';
  const rows = edits.flatMap((edit, index) => {
    if (edit.kind === 'detach-policy' || edit.kind === 'instance-profile' || edit.document === null) return [];
    const kind = edit.kind === 'trust' ? 'trust' : 'identity';
    const document = edit.kind === 'trust' ? (trustAfter(changes, edit.roleArn) ?? edit.document) : edit.document;
    const before = presentOf(changes, edit);
    // As often as it stands there: a second statement of the same danger is new.
    const stood = before === null ? [] : lintPolicy(before, kind).map(textOf);
    return lintPolicy(document, kind).map((finding) => {
      const place = stood.indexOf(textOf(finding));
      if (place >= 0) stood.splice(place, 1);
      return {
        text: `Edit ${index + 1}, statement ${finding.statement ?? ''}: ${textOf(finding)}${place >= 0 ? ' It stands there today.' : ''}`,
        isNew: place < 0,
        blocks: finding.severity === 'block',
        reason: edit.reason ?? null,
      };
    });
  });
  const fresh = rows.filter(({ isNew }) => isNew);
  const blocked = fresh.filter(({ blocks, reason }) => blocks && reason === null);
  if (blocked.length > 0) {
    const advice = 'Change the document, or give the reason in inputs.edits.….reason.';
    return fail(
      'documents-lint',
      claim,
      blocked.map(({ text }) => text),
      advice,
    );
  }
  const evidence = rows.map(({ text }) => text);
  if (fresh.length === 0) return pass('documents-lint', claim, evidence.length === 0 ? ['No finding.'] : evidence);
  const reasons = [...new Set(fresh.flatMap(({ reason }) => (reason === null ? [] : [`The reason that you gave: ${reason}`])))];
  return unknown('documents-lint', claim, [...evidence, ...reasons], 'Accept these, or change the document.');
}

const textOf = ({ message, fix }: LintFinding): string => `${message}. ${fix}.`;

const trustAfter = (changes: PolicyChangePlan['changes'], arn: string) =>
  changes.find(({ principal }) => principal.arn === arn)?.trust?.after;

/** The document that an edit replaces; null where it replaces none. */
function presentOf(changes: PolicyChangePlan['changes'], edit: PolicyEdit) {
  if (edit.kind === 'trust') return changes.find(({ principal }) => principal.arn === edit.roleArn)?.trust?.before ?? null;
  if (edit.kind !== 'inline-policy') return null;
  const holder = changes.find(({ principal }) => principal.arn === edit.principalArn);
  return holder?.before.inline.find(({ name }) => name === edit.policyName)?.document ?? null;
}

function quotaClaim({ accounts }: PolicyChangeSnapshot, { changes, steps }: PolicyChangePlan): Claim {
  const claim = 'The policies fit their quotas';
  const quotasOf = (accountId: string) => {
    const reading = accounts.find(({ id }) => id === accountId)?.quotas;
    return reading?.state === 'known' ? reading.value : { ...defaultQuotas, trustSize: defaultTrustSize };
  };
  const rows = changes.flatMap(({ principal: { name, kind, accountId }, before, after, trust }) => {
    const quotas = quotasOf(accountId);
    const inline = after.inline.reduce((sum, one) => sum + policySize(one.document), 0);
    const inlineLimit = kind === 'user' ? userQuotas.inlineSize : quotas.inlineSize;
    const attachedLimit = kind === 'user' ? userQuotas.managed : quotas.managedPerRole;
    return [
      ...(trust && trust.before !== trust.after
        ? [{ what: `Trust policy of ${name}`, has: policySize(trust.after) + hiddenIn(trust.after), limit: quotas.trustSize }]
        : []),
      ...(before.inline === after.inline ? [] : [{ what: `Inline policies of ${name}`, has: inline, limit: inlineLimit }]),
      ...(before.attached === after.attached
        ? []
        : [{ what: `Policies attached to ${name}`, has: after.attached.length, limit: attachedLimit }]),
    ];
  });
  for (const step of steps) {
    if (step.kind !== 'create-managed-policy') continue;
    const limit = quotasOf(step.accountId ?? '').managedSize;
    rows.push({ what: `Policy ${step.policyName}`, has: policySize(JSON.stringify(step.document)), limit });
  }
  const over = rows.filter(({ has, limit }) => has > limit);
  const text = ({ what, has, limit }: (typeof rows)[number]) => `${what}: ${has} of ${limit}.`;
  if (over.length > 0) {
    return fail('policy-quotas', claim, over.map(text), 'Give a shorter document, another pattern, or ask AWS for a higher quota (B9).');
  }
  const shown = rows.toSorted((one, other) => other.has / other.limit - one.has / one.limit).slice(0, 20);
  if (rows.length === 0) return pass('policy-quotas', claim, ['No policy gets longer.']);
  return pass('policy-quotas', claim, [...shown.map(text), ...(rows.length > shown.length ? [`${rows.length} in all.`] : [])]);
}

/** Each fingerprint stands for an id, of 32 characters where the console made it, and is four shorter. */
const hiddenIn = (trust: PolicyDocument): number => 4 * externalIdsIn(trust).length;

/** D-48: ids are kept nowhere, so that one that is taken out is gone from here. */
function forgottenClaim({ steps }: PolicyChangePlan): Claim[] {
  const forgetting = steps.flatMap((step) => (step.kind === 'replace-trust-policy' && step.forgets.length > 0 ? [step] : []));
  if (forgetting.length === 0) return [];
  const evidence = forgetting.map(
    ({ roleName, forgets }) => `${roleName} asks for ${forgets.join(', ')} today, which somebody else chose.`,
  );
  const advice = 'Have these ids at hand in case they are needed again: the console keeps none, and could not put them back.';
  return [unknown('external-ids-kept', 'Every external id that is taken out can be put back', evidence, advice)];
}
