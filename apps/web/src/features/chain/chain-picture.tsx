import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import type { Account } from '@rolewright/shared/accounts/account.ts';
import type { ChainPlan } from '@rolewright/shared/plan/plan.ts';
import { shortArn } from '../../lib/format.ts';
import type { ChainDraft, LinkDraft } from './draft.ts';

interface Member {
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
    </ol>
  );
}

function membersOf({ accountId, caller, name, roleArn, userArn, links }: ChainDraft): Member[] {
  const first = { create: name, role: shortArn(roleArn), user: shortArn(userArn) }[caller];
  return [
    { name: first, kind: caller === 'user' ? 'user' : 'role', isNew: caller === 'create', accountId },
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
