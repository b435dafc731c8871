import type { Delivery, DeliveryFile } from '../delivery.ts';
import { factsOfPlace } from './place.ts';
import { nameInShell, variablesOfName } from './session-name.ts';
import { shellVariable } from './variable-arn.ts';

/**
 * Shell commands that write the AWS config out of the variable AWS_CONFIG to a file which nobody else can read: a new file (`set -C`), since an
 * old one would keep its mode and a link in /tmp would be followed, and printf, since `echo -e` would change `\` in it. The mask is set in a
 * subshell, so that the application keeps its own.
 */
export const writeConfig = (file: string): string =>
  `rm -f -- "${file}" && (umask 077 && set -C && printf '%s\\n' "\${AWS_CONFIG}" > "${file}")`;

/** Start script: writes the AWS config file, then becomes the application (`exec`: signals reach it, and no shell stays as its parent). */
export function configWrapper(delivery: Delivery): DeliveryFile {
  const variables = [...new Set(delivery.links.flatMap(({ sessionName }) => variablesOfName(sessionName ?? '')))];
  const fill = variables.map((name) => `s/{${name}}/${nameInShell(`{${name}}`)}/g`);
  const content = `#!/bin/sh
# Usage: start.sh command [arguments]. Needs AWS_CONFIG, the AWS config file's content, from the secret store.
set -eu
: "\${AWS_CONFIG:?must hold the content of the AWS config file}"
export AWS_CONFIG_FILE="\${AWS_CONFIG_FILE:-${delivery.application.configFile}}"
${
  fill.length === 0
    ? ''
    : `
${factsOfPlace(delivery.caller.kind)}
AWS_CONFIG=$(printf '%s' "\${AWS_CONFIG}" | sed "${fill.join(';')}")
`
}${writeConfig(shellVariable('AWS_CONFIG_FILE'))}
# Static keys would answer before the profile does.
unset AWS_CONFIG AWS_ACCESS_KEY AWS_SECRET_KEY AWS_SECURITY_TOKEN AWS_PROFILE AWS_DEFAULT_PROFILE${
    delivery.caller.kind === 'environment' ? '' : ' \\\n  AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN'
  }
exec "$@"
`;
  return {
    name: 'start.sh',
    form: 'config-wrapper',
    language: 'shell',
    content,
    note: 'Put it before the command of the container: the config file is readable by its user alone, and the application takes the place of the shell.',
  };
}
