import Skeleton from '@cloudscape-design/components/skeleton';
import { lazy, Suspense } from 'react';
import { useRoleSearch } from './role-search.ts';

// Neither needs what the other is made of.
const RoleList = lazy(() => import('./role-list.tsx').then(({ RoleList: component }) => ({ default: component })));
const RoleFocus = lazy(() => import('./role-focus.tsx').then(({ RoleFocus: component }) => ({ default: component })));

/** "Who can become whom?": all roles, or the neighbourhood of one. */
export function RolesPage() {
  const { focus } = useRoleSearch();
  return <Suspense fallback={<Skeleton />}>{focus === undefined ? <RoleList /> : <RoleFocus focus={focus} />}</Suspense>;
}
