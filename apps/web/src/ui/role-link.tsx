import type { ReactNode } from 'react';
import { shortArn } from '../lib/format.ts';
import { RouteLink } from './route-link.tsx';

/** Address of a role's, a user's or a workload's neighbourhood. */
const roleHref = (focus: string): string => `/roles?focus=${encodeURIComponent(focus)}`;

/** A role by its name, leading to who can become it and what it can become. */
export function RoleLink({ arn, children }: { arn: string; children?: ReactNode }) {
  return (
    <RouteLink href={roleHref(arn)}>
      <span className="wrap-anywhere">{children ?? shortArn(arn)}</span>
    </RouteLink>
  );
}
