import type { PlannedStep } from './planned-step.ts';

/** A user or role that a step changes, by its name in a registered account. */
export interface TouchedPrincipal {
  accountId: string;
  kind: 'user' | 'role';
  name: string;
}

/** Users and roles that steps create, delete or give policies, each once. `accountId`: of steps that name none. */
export function touchedPrincipals(steps: readonly PlannedStep[], accountId: string): TouchedPrincipal[] {
  const touched = steps.flatMap((step): TouchedPrincipal[] => {
    const at = { accountId: step.accountId ?? accountId };
    if ('holder' in step) return [{ ...at, ...step.holder }];
    if ('roleName' in step) return [{ ...at, kind: 'role', name: step.roleName }];
    return 'userName' in step ? [{ ...at, kind: 'user', name: step.userName }] : [];
  });
  return [...new Map(touched.map((one) => [`${one.accountId} ${one.kind} ${one.name}`, one])).values()];
}
