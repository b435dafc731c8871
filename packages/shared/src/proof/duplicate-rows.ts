import { chainedLimit } from '../iam/assume-role.ts';
import { trustedPrincipals } from '../iam/trust.ts';
import type { ChainSnapshot } from '../plan/chain-snapshot.ts';
import type { ChainLinkPlan, RoleChainPlan } from '../plan/recipes/role-chain.ts';
import type { AccessOption, DuplicateOrAssume } from './duplicate-or-assume.ts';
import type { WantedPolicy } from './weigh-duplicate.ts';

interface Sides {
  snapshot: ChainSnapshot;
  plan: RoleChainPlan;
  caller: ChainSnapshot['target']['members'][number];
  wanted: readonly WantedPolicy[];
  duplicate: AccessOption;
  assume: AccessOption;
}

type Rows = DuplicateOrAssume['rows'];

/** The two options in sentences, question by question, and which is the better one here with its reasons. */
export const optionRows = (sides: Sides): Pick<DuplicateOrAssume, 'rows' | 'advice'> => ({
  rows: [...accessRows(sides), ...upkeepRows(sides)],
  advice: adviceOf(sides),
});

/** Who may do what, and when. */
function accessRows({ snapshot, plan, caller, duplicate, assume }: Sides): Rows {
  const last = plan.links.at(-1) as ChainLinkPlan;
  const holders = holdersOf(snapshot, caller);
  const abroad = abroadOf(plan, caller);
  const already = plan.links.flatMap(({ role, before }) => {
    const trusted = before === null ? [] : trustedPrincipals(before);
    return trusted.length === 0 ? [] : [` ${role.name} goes on to trust ${trusted.join(', ')}.`];
  });
  return [
    {
      question: `What ${caller.name} may do by itself`,
      duplicate: gainOf(duplicate),
      assume: assume.grants.length === 0 ? 'Nothing more: it may assume the role already.' : gainOf(assume),
    },
    {
      question: 'When it may',
      duplicate: `Always, in every call of every process that acts as ${caller.name}.`,
      assume: `Only in a session that is asked for each time: ${plan.links.map(askedFor).join(', then ')}. It ends after ${minutesOf(last, caller)} minutes.`,
    },
    {
      question: 'Who gains',
      duplicate: `Whoever can act as ${caller.name}: ${holders}.`,
      assume: `Whoever can act as ${caller.name}${plan.links.some(({ externalId }) => externalId !== null) ? ' and knows the external id' : ''}.${already.join('')}`,
    },
    ...(abroad.length === 0
      ? []
      : [
          {
            question: 'What lies in the other account',
            duplicate: `A copy opens nothing in the account of ${abroad.join(' and ')} until the policy of each bucket, key or queue there names ${caller.name} as well. A service whose resources have no policy of their own, such as EC2, cannot be opened that way.`,
            assume: `The trust policy is the one door; the policies of buckets, keys and queues stay as they are.`,
          },
        ]),
    {
      question: 'What CloudTrail shows',
      duplicate: `${caller.name} for everything.`,
      assume: `AssumeRole by ${caller.name}, then ${last.role.name} with the session name ${last.input.session.name}${last.sourceIdentity === null ? '' : ` and the source identity ${last.sourceIdentity}`}.`,
    },
  ];
}

/** What it costs, now and later. */
function upkeepRows({ plan, caller, wanted, duplicate, assume }: Sides): Rows {
  const names = plan.links.map(({ role }) => role.name).join(' and ');
  return [
    {
      question: 'What drifts',
      duplicate:
        duplicate.copies.length > 0
          ? `${count(duplicate.copies.length, 'document')} would stand twice, and nothing keeps the two in step: ${duplicate.copies.join(', ')}.`
          : wanted.some(({ stays }) => stays)
            ? 'Nothing: what the role has is managed, and attached to both.'
            : `Nothing today: ${names} would not be needed. The first other caller makes a second copy.`,
      assume: `Nothing: each document stands once, at ${names}.`,
    },
    {
      question: 'Policy documents written now',
      duplicate: `${duplicate.writes}, of ${duplicate.characters} characters.`,
      assume: `${assume.writes}, of ${assume.characters} characters.`,
    },
    {
      question: 'For each caller that comes later',
      duplicate: `${duplicate.laterWrites} again, and as many at every change of what is allowed.`,
      assume: `${assume.laterWrites}: its own half and the trust policy. A change of what is allowed is written once, for all of them.`,
    },
    { question: 'Quotas', duplicate: quotas(duplicate), assume: quotas(assume) },
    {
      question: 'What the application changes',
      duplicate: 'Nothing.',
      assume: 'Its AWS config file; code only where the SDK does not read one. Sessions end, and the SDK asks for the next one.',
    },
    {
      question: 'How it is taken back',
      duplicate: `${count(duplicate.writes, 'policy', 'policies')} of every caller ${duplicate.writes === 1 ? 'is' : 'are'} deleted.`,
      assume: `One statement of the trust policy of ${plan.links[0]?.role.name}; sessions that run end by themselves, within ${minutesOf(plan.links.at(-1) as ChainLinkPlan, caller)} minutes.`,
    },
  ];
}

function adviceOf({ plan, caller, wanted, duplicate, assume }: Sides): DuplicateOrAssume['advice'] {
  const abroad = abroadOf(plan, caller);
  const over = duplicate.quotas.filter(({ used, limit }) => used > limit);
  const why = [
    ...(abroad.length > 0 ? [`${abroad.join(' and ')} is of another account, where a copy alone opens nothing.`] : []),
    ...(duplicate.copies.length > 0 ? [`${count(duplicate.copies.length, 'document')} would stand twice and drift.`] : []),
    ...over.map(({ of, used, limit }) => `The ${of} would take ${used} of ${limit}.`),
    ...(duplicate.blast > 10 * Math.max(1, assume.blast) ? [`${caller.name} would hold ${widestOf(duplicate)} all the time.`] : []),
  ];
  if (why.length > 0) return { choice: 'assume', why };
  if (plan.links.length === 1 && !wanted.some(({ stays }) => stays)) {
    return {
      choice: 'either',
      why: [
        `${plan.links[0]?.role.name} is made for this caller alone, in its own account: a copy is less to keep, and assuming keeps the rights out of every call that does not ask for them.`,
      ],
    };
  }
  return { choice: 'either', why: ['Nothing would stand twice, and both are of one account.'] };
}

const abroadOf = ({ links }: RoleChainPlan, caller: Sides['caller']): string[] =>
  links.filter(({ role }) => role.awsAccountId !== caller.awsAccountId).map(({ role }) => role.name);

function holdersOf({ caller }: ChainSnapshot, { kind, create }: Sides['caller']): string {
  if (kind === 'user') return 'everybody who holds one of its access keys or its password';
  if (create) return 'the ECS tasks that run as it';
  const trust = caller.reading.state === 'known' && 'trust' in caller.reading.value ? caller.reading.value.trust : {};
  return trustedPrincipals(trust).join(', ') || 'nobody today';
}

function askedFor({ externalId, input, role }: ChainLinkPlan): string {
  const asked = [
    ...(externalId === null ? [] : ['the external id']),
    ...(input.session.enforceName ? [`a session name such as ${input.session.name}`] : []),
    ...(input.session.sourceIdentity ? ['the source identity'] : []),
  ];
  return `of ${role.name}${asked.length === 0 ? '' : ` with ${asked.join(' and ')}`}`;
}

const minutesOf = ({ input, caller }: ChainLinkPlan, first: Sides['caller']): number => {
  const seconds = input.session.durationSeconds ?? chainedLimit;
  return Math.round((caller.arn === first.arn && first.kind === 'user' ? seconds : Math.min(seconds, chainedLimit)) / 60);
};

function gainOf(option: AccessOption): string {
  const number = option.grants.length;
  if (number === 0) return 'No line of a policy is known.';
  return number === 1 ? `One line: ${widestOf(option)}.` : `${number} lines. The widest: ${widestOf(option)}.`;
}

const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;

function widestOf({ grants }: AccessOption): string {
  const [first] = grants;
  if (first === undefined) return 'none';
  return `${first.action} on ${first.resource}${first.left === 'none' ? `, of which nothing is left: ${first.why}` : ''}`;
}

const quotas = ({ quotas: all }: AccessOption): string =>
  all.map(({ of, used, limit }) => `${used} of ${limit}: ${of}${used > limit ? ', too much' : ''}`).join('; ');
