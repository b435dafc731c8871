import type { Delivery, DeliveryFile } from '../delivery.ts';
import { factsOfPlace } from './place.ts';
import { nameInShell } from './session-name.ts';
import { accountsToGive, variableArn } from './variable-arn.ts';

/**
 * Shell lines that export ROLE_<n>_ARN, ROLE_<n>_SESSION_NAME and the rest of each link. No account id, partition or Region stands in them: a
 * role of the caller's own account follows the account, and for another account its id is asked for (E14). External ids come from the secret
 * store and never stand in a script.
 */
export function chainVariables(delivery: Delivery): string {
  const { caller, links } = delivery;
  const asked = accountsToGive(delivery).map((name) => `: "\${${name}:?must be the 12 digits of the role’s account}"`);
  const lines = links.flatMap(({ sessionName, externalId, durationSeconds }, index) => {
    const of = (name: string): string => `ROLE_${index + 1}_${name}`;
    return [
      `export ${of('ARN')}="${variableArn(delivery, index)}"`,
      `export ${of('SESSION_NAME')}="${sessionName === null ? 'rolewright' : nameInShell(sessionName)}"`,
      ...(externalId === 'none' ? [] : [`export ${of('EXTERNAL_ID')}="\${${of('EXTERNAL_ID')}:?must come from the secret store}"`]),
      ...(durationSeconds === null ? [] : [`export ${of('DURATION_SECONDS')}="${durationSeconds}"`]),
    ];
  });
  return [...asked, factsOfPlace(caller.kind), exportRegion, ...lines].join('\n');
}

/** Python and version 1 of the AWS CLI read AWS_DEFAULT_REGION alone. */
const exportRegion = `AWS_DEFAULT_REGION="\${AWS_REGION}"\nexport AWS_REGION AWS_DEFAULT_REGION`;

export function chainVariablesFile(delivery: Delivery): DeliveryFile {
  const asked = [
    ...accountsToGive(delivery),
    ...delivery.links.flatMap(({ externalId }, index) => (externalId === 'none' ? [] : [`ROLE_${index + 1}_EXTERNAL_ID`])),
  ];
  return {
    name: 'chain.sh',
    form: 'chain-variables',
    language: 'shell',
    content: `#!/bin/sh
# Usage: chain.sh command [arguments]. Exports what the snippets read, then becomes the command.
set -eu
${chainVariables(delivery)}
exec "$@"
`,
    note: `What the snippets for Python, JavaScript, Go and Java read from the environment.${asked.length === 0 ? '' : ` It needs ${asked.join(', ')}.`}`,
  };
}
