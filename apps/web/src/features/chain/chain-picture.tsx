import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import type { Account } from '@rolewright/shared/accounts/account.ts';
import type { PolicyDocument } from '@rolewright/shared/aws/policy-document.ts';
import type { Page } from '@rolewright/shared/page.ts';
import type { ChainPlan } from '@rolewright/shared/plan/plan.ts';
import type { InstanceProfile } from '@rolewright/shared/roles/instance-profile.ts';
import { grantLinesOf } from '@rolewright/shared/roles/permissions.ts';
import type { WorkloadsReaching } from '@rolewright/shared/roles/workloads-reaching.ts';
import { useQueries } from '@tanstack/react-query';
import { api, withQuery } from '../../lib/api.ts';
import { count, shortArn } from '../../lib/format.ts';
import { useReaching } from '../roles/reaching-note.tsx';
import type { ChainDraft, LinkDraft } from './draft.ts';

/** Workloads whose profiles are looked up. */
const mostAsked = 5;

interface Member {
  /** Left out while there is no plan. */
  arn?: string;
  name: string;
  kind: 'role' | 'user';
  isNew: boolean;
  accountId: string;
}

/** The chain as a picture: who becomes whom, in which account, with what. A list, so that screen readers get the same. */
export function ChainPicture({ accounts, draft, plan }: { accounts: Account[]; draft: ChainDraft; plan: ChainPlan | null }) {
  const members = plan === null ? membersOf(draft) : plan.target.members.map((one) => ({ ...one, isNew: one.create }));
  const accountOf = (id: string) => {
    const account = accounts.find((one) => one.id === id);
    return account ? `${account.name} · ${account.awsAccountId ?? 'not asked yet'}` : 'no account chosen';
  };
  return (
    <ol className="role-chain" aria-label="The chain">
      {plan && <RunningOn arn={members[0]?.arn} />}
      {members.map((member, index) => {
        const link = draft.links[index - 1];
        return (
          <li key={`${index} ${member.name}`} className="role-chain-member">
            {link && (
              <div className="role-chain-arrow">
                <span className="mono">sts:AssumeRole</span>
                {conditionsOf(link).map((line) => (
                  <span key={line}>{line}</span>
                ))}
              </div>
            )}
            <div className="role-chain-role">
              <Box variant="strong">{member.name || `role${index + 1}`}</Box>
              <div>
                {member.kind} <Badge color={member.isNew ? 'blue' : 'grey'}>{member.isNew ? 'new' : 'exists'}</Badge>
              </div>
              <Box fontSize="body-s" color="text-body-secondary">
                {accountOf(member.accountId)}
              </Box>
            </div>
          </li>
        );
      })}
      {plan && <MayDo plan={plan} />}
    </ol>
  );
}

/** What runs as role1 already: tasks as their task role, instances by way of their profile (E4); nothing where no scan knows the role. */
function RunningOn({ arn }: { arn: string | undefined }) {
  const { data } = useReaching(arn ?? '', arn !== undefined);
  const own = data?.items.filter(({ path }) => path.length === 1) ?? [];
  if (own.length === 0) return null;
  const units = [...new Set(own.map(({ unit }) => unit))].toSorted();
  return (
    <>
      <li className="role-chain-member">
        <div className="role-chain-role">
          <Box variant="strong">{own.length === 1 ? own[0]?.name : count(own.length, 'workload')}</Box>
          <div>
            {units
              .map((unit) =>
                count(
                  own.reduce((sum, one) => sum + (one.unit === unit ? one.tasks : 0), 0),
                  unit,
                ),
              )
              .join(' and ')}{' '}
            running
          </div>
          <Box fontSize="body-s" color="text-body-secondary">
            {units.map((unit) => (unit === 'instance' ? 'Amazon EC2' : 'Amazon ECS')).join(' and ')}
          </Box>
        </div>
        <div className="role-chain-arrow role-chain-arrow-short">
          <span>{units.includes('instance') ? 'has' : 'runs as'}</span>
        </div>
      </li>
      {units.includes('instance') && <Profiles workloadIds={own.filter(({ unit }) => unit === 'instance').map(({ id }) => id)} />}
    </>
  );
}

/** Instances are given profiles, never roles (D-42): by which of them these workloads come to role1. */
function Profiles({ workloadIds }: { workloadIds: string[] }) {
  const answers = useQueries({
    queries: workloadIds.slice(0, mostAsked).map((workloadId) => ({
      queryKey: ['instance-profiles', 'of', workloadId],
      queryFn: () => api<Page<InstanceProfile>>('GET', withQuery('/api/instance-profiles', { workloadId })),
    })),
  });
  const names = [...new Set(answers.flatMap(({ data }) => data?.items.map(({ name }) => name) ?? []))];
  if (names.length === 0) return null;
  return (
    <li className="role-chain-member">
      <div className="role-chain-role">
        <Box variant="strong">
          <span className="wrap-anywhere">{names.join(', ')}</span>
        </Box>
        <div>{names.length === 1 ? 'instance profile' : 'instance profiles'}</div>
      </div>
      <div className="role-chain-arrow role-chain-arrow-short">
        <span>{names.length === 1 ? 'holds' : 'hold'}</span>
      </div>
    </li>
  );
}

/** Where the chain ends: what its last role may do, widest first; and how many tasks come there once it stands. */
function MayDo({ plan }: { plan: ChainPlan }) {
  const last = plan.target.members.at(-1);
  const { data } = useReaching(last?.arn ?? '', last !== undefined && plan.run !== null);
  const document = plan.inputs.links.at(-1)?.permissions?.document;
  const { lines, more } = grantLinesOf(document === undefined ? [] : [{ name: '', arn: null, document: document as PolicyDocument }], 2);
  if (lines.length === 0) return null;
  return (
    <li className="role-chain-member">
      <div className="role-chain-arrow role-chain-arrow-short">
        {/* What a role that exists may do already is not in the plan. */}
        <span>{last?.create ? 'may' : 'may also'}</span>
      </div>
      <div className="role-chain-role">
        {lines.map((line) => (
          <Box key={line} variant="strong">
            <span className="wrap-anywhere">{line}</span>
          </Box>
        ))}
        {more > 0 && <div>and {more} more</div>}
        {data && data.items.length > 0 && (
          <Box fontSize="body-s" color="text-body-secondary">
            {reaching(data)} can reach it{data.administratorLike ? ', and it may do everything' : ''}
          </Box>
        )}
      </div>
    </li>
  );
}

const reaching = ({ tasks, instances }: WorkloadsReaching): string =>
  [(tasks > 0 || instances === 0) && count(tasks, 'task'), instances > 0 && count(instances, 'instance')].filter(Boolean).join(' and ');

function membersOf({ accountId, caller, name, roleArn, userArn, links }: ChainDraft): Member[] {
  const isNew = caller === 'create' || caller === 'create-ec2';
  const first = isNew ? name : shortArn(caller === 'user' ? userArn : roleArn);
  return [
    { name: first, kind: caller === 'user' ? 'user' : 'role', isNew, accountId },
    ...links.map(
      (link): Member => ({
        name: link.kind === 'create' ? link.name : shortArn(link.arn),
        kind: 'role',
        isNew: link.kind === 'create',
        accountId: link.accountId,
      }),
    ),
  ];
}

function conditionsOf(link: LinkDraft): string[] {
  return [
    link.externalId === 'generate' ? 'with the external id' : 'without an external id',
    ...(link.enforceName ? [`as ${link.sessionName}`] : []),
    ...(link.sourceIdentity.trim() ? [`source identity ${link.sourceIdentity.trim()}`] : []),
    ...(link.tags.trim() ? [`tags ${link.tags.trim()}`] : []),
    `${link.minutes} minutes`,
  ];
}
