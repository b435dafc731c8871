import TopNavigation from '@cloudscape-design/components/top-navigation';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useAccounts } from '../features/accounts/get-accounts.ts';
import { useOverviewOfAll } from '../features/overview/get-overview.ts';
import { api } from '../lib/api.ts';
import { count } from '../lib/format.ts';
import { chooseTheme, preferredTheme, type Theme } from './theme.ts';

/** Name, account switcher, the badge that says whether this is the sandbox or AWS, what runs now, light or dark, sign-out. */
export function TopBar() {
  const { account: chosen } = useSearch({ strict: false }) as { account?: string };
  const navigate = useNavigate();
  const { data: accounts } = useAccounts();
  const { data: overview } = useOverviewOfAll();
  const [theme, setTheme] = useState<Theme>(preferredTheme());
  const account = accounts?.items.find((one) => one.id === chosen);
  const kinds = new Set((account ? [account] : (accounts?.items ?? [])).map((one) => one.kind));
  const accountText = account ? `${account.name} · ${account.awsAccountId ?? 'not reached yet'}` : 'All accounts';
  const badge = kinds.has('aws') ? 'AWS' : kinds.has('endpoint') ? 'Endpoint' : 'Sandbox';
  const running = overview?.openRuns.length ?? 0;
  const scanning = overview?.scans.filter((scan) => scan.state === 'running').length ?? 0;
  const pick = (id: string) =>
    void navigate({
      to: '.',
      search: ((old: Record<string, unknown>) => ({
        ...old,
        account: id === 'all' ? undefined : id,
        cursor: undefined,
        page: undefined,
      })) as never,
    });
  const switchTheme = () => {
    const next = theme === 'dark' ? 'light' : 'dark';
    chooseTheme(next);
    setTheme(next);
  };
  return (
    <div id="top-bar">
      <TopNavigation
        identity={{ href: '/overview', title: 'Rolewright' }}
        i18nStrings={{ overflowMenuTriggerText: 'More', overflowMenuTitleText: 'All' }}
        utilities={[
          {
            type: 'button',
            text: badge,
            title: badge === 'AWS' ? 'You are looking at AWS itself' : 'You are not looking at AWS itself',
            disableUtilityCollapse: true,
            iconName: badge === 'AWS' ? 'status-warning' : 'status-info',
          },
          ...(running + scanning > 0
            ? [
                {
                  type: 'button' as const,
                  text: [scanning && count(scanning, 'scan'), running && count(running, 'run')].filter(Boolean).join(', '),
                  iconName: 'status-in-progress' as const,
                  onClick: () => void navigate({ to: '/migrations' }),
                },
              ]
            : []),
          {
            type: 'menu-dropdown',
            text: accountText,
            ariaLabel: `Account: ${accountText}`,
            items: [
              { id: 'all', text: 'All accounts' },
              ...(accounts?.items ?? []).map((one) => ({
                id: one.id,
                text: one.name,
                description: `${one.awsAccountId ?? 'not reached yet'} · ${one.regions.join(', ')}`,
              })),
            ],
            onItemClick: ({ detail }) => pick(detail.id),
          },
          { type: 'button', text: theme === 'dark' ? 'Light' : 'Dark', title: 'Switch between light and dark', onClick: switchTheme },
          {
            type: 'button',
            text: 'Sign out',
            onClick: () => void api('POST', '/api/sign-out').finally(() => location.assign('/sign-in')),
          },
        ]}
      />
    </div>
  );
}
