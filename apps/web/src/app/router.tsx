import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect, retainSearchParams } from '@tanstack/react-router';
import type { DeliverySearch } from '../features/delivery/delivery-input.ts';
import { beginSignIn } from '../features/sign-in/sign-in-with.ts';
import type { ListSearch } from '../ui/use-list-search.ts';
import { NotFound } from './not-found.tsx';
import { ScreenError } from './screen-error.tsx';
import { text } from './search.ts';
import { Shell } from './shell.tsx';

/** Every state of a screen is an address: what a list shows, which tab or module is open, stands in the search part. */
const root = createRootRoute();
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  validateSearch: (search: Record<string, unknown>): { account?: string | undefined } => ({ account: text(search.account) }),
  // The account that was chosen above stays chosen from screen to screen.
  search: { middlewares: [retainSearchParams(['account'])] },
});

/** Filters of a list. */
const listSearch = (search: Record<string, unknown>): Omit<ListSearch, 'account'> => ({
  q: text(search.q),
  state: text(search.state),
  kind: text(search.kind),
  region: text(search.region),
  keyId: text(search.keyId),
  workloadId: text(search.workloadId),
  sort: text(search.sort),
  order: search.order === 'desc' ? ('desc' as const) : search.order === 'asc' ? ('asc' as const) : undefined,
  cursor: text(search.cursor),
  page: typeof search.page === 'number' ? search.page : undefined,
});
const tabSearch = (search: Record<string, unknown>): { tab?: string | undefined; module?: string | undefined } => ({
  tab: text(search.tab),
  module: text(search.module),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { code?: string | undefined; next?: string | undefined } => ({
    code: text(search.code),
    next: text(search.next),
  }),
  beforeLoad: ({ search }) => {
    if (search.code) beginSignIn(search.code);
  },
  component: lazyRouteComponent(() => import('../features/sign-in/sign-in-page.tsx'), 'SignInPage'),
});
const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/overview' });
  },
});
const overview = createRoute({
  getParentRoute: () => inside,
  path: '/overview',
  component: lazyRouteComponent(() => import('../features/overview/overview-page.tsx'), 'OverviewPage'),
});
const workloads = createRoute({
  getParentRoute: () => inside,
  path: '/workloads',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('../features/workloads/workloads-page.tsx'), 'WorkloadsPage'),
});
const workload = createRoute({
  getParentRoute: () => inside,
  path: '/workloads/$id',
  validateSearch: tabSearch,
  component: lazyRouteComponent(() => import('../features/workload/workload-page.tsx'), 'WorkloadPage'),
});
const migration = createRoute({
  getParentRoute: () => inside,
  path: '/workloads/$id/migration',
  validateSearch: tabSearch,
  component: lazyRouteComponent(() => import('../features/migration/migration-page.tsx'), 'MigrationPage'),
});
const newChain = createRoute({
  getParentRoute: () => inside,
  path: '/chains/new',
  validateSearch: tabSearch,
  component: lazyRouteComponent(() => import('../features/chain/chain-page.tsx'), 'ChainPage'),
});
const chain = createRoute({
  getParentRoute: () => inside,
  path: '/chains/$id',
  validateSearch: tabSearch,
  component: lazyRouteComponent(() => import('../features/chain/chain-page.tsx'), 'ChainPage'),
});
const plan = createRoute({
  getParentRoute: () => inside,
  path: '/plans/$id',
  validateSearch: tabSearch,
  component: lazyRouteComponent(() => import('../features/migrations/plan-page.tsx'), 'PlanPage'),
});
const findings = createRoute({
  getParentRoute: () => inside,
  path: '/findings',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('../features/findings/findings-page.tsx'), 'FindingsPage'),
});
const keys = createRoute({
  getParentRoute: () => inside,
  path: '/keys',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('../features/keys/keys-page.tsx'), 'KeysPage'),
});
const roles = createRoute({
  getParentRoute: () => inside,
  path: '/roles',
  validateSearch: (search: Record<string, unknown>) => ({
    ...listSearch(search),
    focus: text(search.focus),
    depth: [1, 2, 3].find((depth) => depth === Number(search.depth)),
    view: search.view === 'list' ? ('list' as const) : undefined,
  }),
  component: lazyRouteComponent(() => import('../features/roles/roles-page.tsx'), 'RolesPage'),
});
const migrations = createRoute({
  getParentRoute: () => inside,
  path: '/migrations',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('../features/migrations/migrations-page.tsx'), 'MigrationsPage'),
});
const run = createRoute({
  getParentRoute: () => inside,
  path: '/runs/$id',
  component: lazyRouteComponent(() => import('../features/run/run-page.tsx'), 'RunPage'),
});
const activity = createRoute({
  getParentRoute: () => inside,
  path: '/activity',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('../features/activity/activity-page.tsx'), 'ActivityPage'),
});
const sessions = createRoute({
  getParentRoute: () => inside,
  path: '/activity/sessions',
  validateSearch: (search: Record<string, unknown>): { name?: string | undefined } => ({ name: text(search.name) }),
  component: lazyRouteComponent(() => import('../features/activity/session-page.tsx'), 'SessionPage'),
});
const lint = createRoute({
  getParentRoute: () => inside,
  path: '/lint',
  validateSearch: (search: Record<string, unknown>): { kind?: string | undefined } => ({ kind: text(search.kind) }),
  component: lazyRouteComponent(() => import('../features/lint/lint-page.tsx'), 'LintPage'),
});
const inspectFile = createRoute({
  getParentRoute: () => inside,
  path: '/inspect',
  component: lazyRouteComponent(() => import('../features/findings/inspect-file-page.tsx'), 'InspectFilePage'),
});
const accounts = createRoute({
  getParentRoute: () => inside,
  path: '/accounts',
  component: lazyRouteComponent(() => import('../features/accounts/accounts-page.tsx'), 'AccountsPage'),
});
const drill = createRoute({
  getParentRoute: () => inside,
  path: '/accounts/$id/drill',
  component: lazyRouteComponent(() => import('../features/drill/drill-page.tsx'), 'DrillPage'),
});
const delivery = createRoute({
  getParentRoute: () => inside,
  path: '/chains/delivery',
  validateSearch: (search: Record<string, unknown>): DeliverySearch & { tab?: string | undefined } => ({
    tab: text(search.tab),
    kind: text(search.kind),
    caller: text(search.caller),
    region: text(search.region),
    role: text(search.role),
  }),
  component: lazyRouteComponent(() => import('../features/delivery/delivery-page.tsx'), 'DeliveryPage'),
});
const diagnose = createRoute({
  getParentRoute: () => inside,
  path: '/diagnose',
  validateSearch: (
    search: Record<string, unknown>,
  ): { principal?: string | undefined; action?: string | undefined; resource?: string | undefined } => ({
    principal: text(search.principal),
    action: text(search.action),
    resource: text(search.resource),
  }),
  component: lazyRouteComponent(() => import('../features/diagnose/diagnose-page.tsx'), 'DiagnosePage'),
});

/** Any other address, within the frame. */
const nowhere = createRoute({ getParentRoute: () => inside, path: '$', component: NotFound });

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    inside.addChildren([
      home,
      overview,
      workloads,
      workload,
      migration,
      newChain,
      chain,
      plan,
      findings,
      keys,
      roles,
      migrations,
      run,
      activity,
      sessions,
      lint,
      inspectFile,
      accounts,
      drill,
      delivery,
      diagnose,
      nowhere,
    ]),
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: ScreenError,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
