import { roleNameOf } from '../../aws/arn.ts';
import type { Delivery, DeliveryAnswer, DeliveryLink } from '../delivery.ts';
import { variablesOfName } from './session-name.ts';

/** What works, and may not be what was meant. */
export function deliveryWarnings({ caller, links }: Delivery): string[] {
  const warnings = [
    'Each session lasts an hour at most and is renewed by the SDK: a machine whose clock is wrong by minutes is refused by AWS, so keep it right by NTP.',
    ...links.flatMap(linkWarnings),
  ];
  if (caller.kind === 'environment') {
    warnings.push(
      'The first credentials come from the environment: as long as they are a long-term access key, a static key remains (D-91).',
    );
  } else {
    warnings.push(
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must go from the application’s environment: Python and Go take them before any profile (D-07).',
    );
  }
  return warnings;
}

function linkWarnings({ roleArn, externalId, sessionName }: DeliveryLink): string[] {
  const name = roleNameOf(roleArn);
  const warnings: string[] = [];
  if (sessionName === null) {
    warnings.push(
      `The session of ${name} has a name that each SDK makes up; with a name of its own CloudTrail shows which application called (D-08).`,
    );
  } else if (variablesOfName(sessionName).length > 0) {
    warnings.push(`Only start.sh and chain.sh fill ${sessionName} in; an AWS config file that is used as it is would be refused by STS.`);
  }
  if (typeof externalId === 'object' && externalId.value.length < 22) {
    warnings.push(`The external id of ${name} is shorter than 22 characters, so that it cannot hold 128 random bits (D-48).`);
  }
  return warnings;
}

/** The secret material that stays once the chain is in use, each with the reason (A19). */
export function remainingSecrets({ caller, links }: Delivery): DeliveryAnswer['remaining'] {
  const remaining = links.flatMap(({ roleArn, externalId }) =>
    externalId === 'none'
      ? []
      : [
          {
            name: `External id of ${roleNameOf(roleArn)}`,
            why: 'It keeps other users of the same caller out. It is no credential: alone it gives nothing, and whoever may iam:GetRole or read CloudTrail sees it (D-48).',
          },
        ],
  );
  if (caller.kind !== 'environment') return remaining;
  return [
    ...remaining,
    { name: 'The credentials in the environment', why: 'The caller has no role of its own that could give it credentials.' },
  ];
}

const changes = {
  'default-chain': {
    kind: 'configuration-only',
    why: 'The SDK’s default chain reads the AWS config file, assumes the roles and renews the session. No code changes.',
  },
  'passed-in-code': {
    kind: 'code',
    why: 'The application passes credentials to the SDK itself: the snippet of its language takes the place of those lines, and renews the session.',
  },
  'cannot-assume': {
    kind: 'script',
    why: 'The program knows no roles: assume-role.sh runs it with a session in its environment. It must be started again before the session ends.',
  },
} satisfies Record<Delivery['application']['credentials'], DeliveryAnswer['change']>;

/** How much of the application changes, by how it comes to its credentials today (B10). */
export const changeOf = ({ application }: Delivery): DeliveryAnswer['change'] => changes[application.credentials];
