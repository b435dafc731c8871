import { credentialRoleOf } from '../aws/credential-role.ts';
import { isKeyId } from '../aws/key-id.ts';
import { isExampleKey } from '../findings/secret-text.ts';

/**
 * Why a credential variable that is set to this value cannot be taken out without a person; null where it can. `value` is null where it is
 * not a literal. An empty value sets nothing (D-03): the caller leaves it.
 */
export function whyNotTaken(name: string, value: string | null): string | null {
  const role = credentialRoleOf(name);
  if (role === 'file') return `${name} names a file: look what lies in it. A key in it has to go; a role's settings stay.`;
  if (value === null)
    return `${name} gets its value from elsewhere in the document or when it runs: find out from where, and take both out.`;
  if (isExampleKey(value))
    return `${name} has the example value of AWS's documentation. It is no key, and SDKs would use it before the role: take it out.`;
  if (role === 'id' && !isKeyId(value))
    return `${name} does not look like an access key id: something may fill it in later. Look what does.`;
  if (role === 'secret' && !/^[A-Za-z0-9/+=_-]{16,}$/.test(value))
    return `${name} does not look like a secret access key: something may fill it in later. Look what does.`;
  if (role === 'token' && !/^[A-Za-z0-9/+=_%-]{16,}$/.test(value))
    return `${name} does not look like a session token: something may fill it in later. Look what does.`;
  return null;
}
