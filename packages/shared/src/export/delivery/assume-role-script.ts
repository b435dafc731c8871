import type { Delivery, DeliveryFile, DeliveryLink } from '../delivery.ts';
import { chainVariables } from './chain-variables.ts';

/**
 * A script for programs that cannot assume a role by themselves (document 004): old credentials are unset first, the chain is walked, and the
 * session goes to the command in its environment, with no file on the way. External ids reach the CLI over standard input, since arguments are
 * seen by every user of the machine.
 */
export function assumeRoleScript(delivery: Delivery): DeliveryFile {
  const old = ['AWS_SECURITY_TOKEN', 'AWS_CREDENTIAL_EXPIRATION', 'AWS_PROFILE', 'AWS_DEFAULT_PROFILE'];
  if (delivery.caller.kind !== 'environment') old.unshift('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN');
  const ids = delivery.links.flatMap(({ externalId }, index) => (externalId === 'none' ? [] : [`ROLE_${index + 1}_EXTERNAL_ID`]));
  const content = `#!/bin/sh
# Usage: assume-role.sh command [arguments]. Runs the command as the last role of the chain; each run makes a session of its own.
set -eu
unset ${old.join(' ')} || true
${chainVariables(delivery)}
tab=$(printf '\\t')
assume() { aws sts assume-role --region "\${AWS_REGION}" --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text "$@"; }
become() {
  AWS_ACCESS_KEY_ID="\${session%%"\${tab}"*}"
  session="\${session#*"\${tab}"}"
  AWS_SECRET_ACCESS_KEY="\${session%%"\${tab}"*}"
  AWS_SESSION_TOKEN="\${session#*"\${tab}"}"
  export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
  unset session
}
${delivery.links.flatMap(call).join('\n')}
unset ${['imds_token', ...ids].join(' ')} || true
exec "$@"
`;
  return {
    name: 'assume-role.sh',
    form: 'shell',
    language: 'shell',
    content,
    note: 'For programs that cannot assume a role by themselves. The session ends with its duration and is not refreshed: whatever runs longer takes the AWS config file instead.',
  };
}

/** One link: the call, whose failure ends the script, and what it answered as the credentials of the next. printf is part of the shell. */
function call({ externalId, durationSeconds }: DeliveryLink, index: number): string[] {
  const of = (name: string): string => `"\${ROLE_${index + 1}_${name}}"`;
  const duration = durationSeconds === null ? '' : ` --duration-seconds ${of('DURATION_SECONDS')}`;
  const assume = `assume --role-arn ${of('ARN')} --role-session-name ${of('SESSION_NAME')}${duration}`;
  return [
    externalId === 'none'
      ? `session=$(${assume})`
      : `session=$(printf '%s' ${of('EXTERNAL_ID')} | ${assume} --external-id file:///dev/stdin)`,
    'become',
  ];
}
