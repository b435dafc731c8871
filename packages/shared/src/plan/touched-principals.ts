import type { PlannedStep } from './planned-step.ts';

/** A user or role that a step changes, by its name in a registered account. */
export interface TouchedPrincipal {
  accountId: string;
  kind: 'user' | 'role';
  name: string;
}

/** How steps name whom they change. */
interface Named {
  roleName?: string;
  userName?: string;
  holder?: Pick<TouchedPrincipal, 'kind' | 'name'>;
}

/** Users and roles that steps create, delete or give policies, each once. `accountId`: of steps that name none. */
export function touchedPrincipals(steps: readonly PlannedStep[], accountId: string): TouchedPrincipal[] {
  const touched = steps.flatMap((step): TouchedPrincipal[] => {
    const at = { accountId: step.accountId ?? accountId };
    const { roleName, userName, holder }: Named = step as Named;
    if (roleName !== undefined) return [{ ...at, kind: 'role', name: roleName }];
    if (userName !== undefined) return [{ ...at, kind: 'user', name: userName }];
    return holder === undefined ? [] : [{ ...at, kind: holder.kind, name: holder.name }];
  });
  return [...new Map(touched.map((one) => [`${one.accountId} ${one.kind} ${one.name}`, one])).values()];
}
