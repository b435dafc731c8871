import type { FindingKind } from './finding.ts';

/** What to do about a finding, in one sentence. */
export function adviceFor(kind: FindingKind, variable: string, companion: string | null): string {
  switch (kind) {
    case 'static-key':
      return `Move the workload to a task role, which takes ${variable}${companion === null ? '' : ` and ${companion}`} out.`;
    case 'half-pair':
      return `Half a pair: the Python SDK stops with an error where others go on. Move the workload to a task role, which takes ${variable} out.`;
    case 'custom-name-key':
      return `The application hands ${variable} to its SDK itself: change its code or settings to use the task role, then remove the variable.`;
    case 'expired-temporary':
      return `A temporary credential that has expired or soon will. Move the workload to a task role, which takes ${variable} out.`;
    case 'role-has-no-effect':
      return `The task role is set and ${variable} answers first: the role has no effect until the pair is taken out.`;
    case 'other-secret':
      return `Not a key of AWS: no role replaces ${variable}. Move it to Secrets Manager or Parameter Store.`;
    case 'unread-user-data':
      return 'This user data could not be read: look into it by hand. It is not known to be clean.';
  }
}
