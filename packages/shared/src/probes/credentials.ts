import { classifyValue, nameSays } from '../findings/classify.ts';
import { readingsOf } from '../findings/encoded-text.ts';
import { assignsSecret, holdsKnownSecret, holdsRandomText, looksLikeSecretKey, realKeyIdsIn } from '../findings/secret-text.ts';

/** Headers that are credentials by what they are, whatever they hold. */
const credentialHeaders =
  /^(authorization|proxy-authorization|cookie|set-cookie|x-amz-security-token|x-api-key|api-key|apikey|x-auth-token|x-vault-token)$/i;
/** Headers that belong to the connection: the console sets them itself. */
const ownHeaders = /^(connection|content-length|expect|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|via|accept-encoding)$/i;
/** Query parameters of signed addresses. */
const signatures = /^(x-amz-(signature|credential|security-token)|awsaccesskeyid|signature|sig|key)$/i;

/** Why a probe may not send this header, as it reads after the field's name, or null. Probes are stored in the clear, so that none may hold a secret. */
export function headerProblem(name: string, value: string): string | null {
  if (credentialHeaders.test(name) || nameSays(name) === 'secret')
    return 'must not be a header for credentials: probes are stored in the clear; let the probe call an address that needs none';
  if (ownHeaders.test(name)) return 'must not be a header of the connection, which the console sets itself';
  return classifyValue(name, value).class === 'plain' ? null : 'looks like a secret: probes are stored in the clear';
}

/** Why a body, key or pattern may not be stored, or null. */
export function textProblem(text: string): string | null {
  const readings = readingsOf(text);
  const isSecret =
    realKeyIdsIn(readings).length > 0 ||
    holdsKnownSecret(readings) ||
    assignsSecret(readings) ||
    readings.some((one) => (one.match(/[A-Za-z0-9/+]{40}/g) ?? []).some((run) => looksLikeSecretKey(run) && holdsRandomText(run)));
  return isSecret ? 'looks like it holds a secret: probes are stored in the clear' : null;
}

/** Why an address may not be stored, or null: its query, and forms that vendors give to addresses that are secrets. */
export function urlProblem(url: string): string | null {
  const query = url.includes('?') ? url.slice(url.indexOf('?') + 1) : '';
  for (const pair of query.split('&')) {
    const [name = '', ...value] = pair.split('=');
    const text = value.join('=').replaceAll(/\{\{[^{}]*\}\}/g, '');
    if (text === '') continue;
    if (signatures.test(name) || nameSays(name) === 'secret' || classifyValue(name, text).class !== 'plain')
      return `must hold no credential: ${name} looks like one, and probes are stored in the clear`;
  }
  return textProblem(url) === null ? null : 'must hold no credential: probes are stored in the clear';
}
