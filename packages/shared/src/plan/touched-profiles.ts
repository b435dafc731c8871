import type { PlannedStep } from './planned-step.ts';

/** An instance profile that a step changes, by its name in a registered account. */
export interface TouchedProfile {
  accountId: string;
  name: string;
}

/** Instance profiles that steps create, delete or give a role, each once. `accountId`: of steps that name none. */
export function touchedProfiles(steps: readonly PlannedStep[], accountId: string): TouchedProfile[] {
  const touched = steps.flatMap((step): TouchedProfile[] =>
    'profileName' in step ? [{ accountId: step.accountId ?? accountId, name: step.profileName }] : [],
  );
  return [...new Map(touched.map((one) => [`${one.accountId} ${one.name}`, one])).values()];
}
