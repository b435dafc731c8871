import Badge from '@cloudscape-design/components/badge';
import SideNavigation from '@cloudscape-design/components/side-navigation';
import { useLocation, useRouter } from '@tanstack/react-router';
import { useOverview } from '../features/overview/get-overview.ts';

/** Where one can go; counts only where they ask for action. */
export function Navigation() {
  const { pathname } = useLocation();
  const router = useRouter();
  const { data } = useOverview();
  const toMove = data ? (data.byState['static-keys'] ?? 0) + (data.byState.shadowed ?? 0) : 0;
  const link = (text: string, href: string, info?: number) => ({
    type: 'link' as const,
    text,
    href,
    ...(info ? { info: <Badge color="red">{info}</Badge> } : {}),
  });
  return (
    <SideNavigation
      activeHref={pathname === '/chains/delivery' ? pathname : `/${pathname.split('/')[1]}`.replace(/^\/(runs|chains)$/, '/migrations')}
      onFollow={(event) => {
        event.preventDefault();
        void router.navigate({ href: event.detail.href });
      }}
      items={[
        link('Overview', '/overview'),
        link('Workloads', '/workloads', toMove),
        link('Findings', '/findings'),
        link('Access keys', '/keys'),
        link('Roles and chains', '/roles'),
        link('Migrations', '/migrations', data?.openRuns.filter((run) => run.state === 'failed' || run.state === 'paused').length),
        link('Hand a chain over', '/chains/delivery'),
        link('Inspect a policy', '/lint'),
        link('Inspect a file', '/inspect'),
        link('Why was a call denied?', '/diagnose'),
        link('Activity', '/activity'),
        { type: 'divider' },
        link('Accounts', '/accounts'),
      ]}
    />
  );
}
