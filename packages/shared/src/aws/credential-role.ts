import type { credentialVariables } from './task-definition.ts';

/**
 * What a variable of D-04 is to the SDK that reads it. `leftover`: says something about a pair and is no key by itself. `file`: names a file
 * whose content decides.
 */
export type CredentialRole = 'id' | 'secret' | 'token' | 'leftover' | 'file';

/** Every name of D-04 with its role: any id with any secret is a pair (document 003 has AWS_ACCESS_KEY with AWS_SECRET_ACCESS_KEY). */
const roles: Record<(typeof credentialVariables)[number], CredentialRole> = {
  AWS_ACCESS_KEY_ID: 'id',
  AWS_ACCESS_KEY: 'id',
  AMAZON_ACCESS_KEY_ID: 'id',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SECRET_KEY: 'secret',
  AMAZON_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'token',
  AWS_SECURITY_TOKEN: 'token',
  AWS_CREDENTIAL_EXPIRATION: 'leftover',
  AWS_CREDENTIAL_SCOPE: 'leftover',
  AWS_CREDENTIAL_FILE: 'file',
  BOTO_CONFIG: 'file',
};

/** Role of a variable by its name, which is case-sensitive; null where the name is none of D-04. */
export const credentialRoleOf = (name: string): CredentialRole | null =>
  Object.hasOwn(roles, name) ? roles[name as keyof typeof roles] : null;
