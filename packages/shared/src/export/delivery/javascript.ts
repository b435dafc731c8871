import type { CallerKind, Delivery, DeliveryFile } from '../delivery.ts';
import { note } from './python.ts';

const sources = {
  'ecs-task': 'fromContainerMetadata',
  'ec2-instance': 'fromInstanceMetadata',
  environment: 'fromEnv',
} satisfies Record<CallerKind, string>;

/** Credential provider of the AWS SDK for JavaScript 3: clients ask it again before the session ends. Source: @aws-sdk/credential-providers. */
export function javascriptSnippet({ caller, links }: Delivery): DeliveryFile {
  const source = sources[caller.kind];
  const content = `// Credentials of the last role of the chain. Usage: new S3Client({ credentials: chainedCredentials() }).
import { ${[source, 'fromTemporaryCredentials'].join(', ')} } from '@aws-sdk/credential-providers';

const region = process.env.AWS_REGION;

function assumedRole(masterCredentials, link) {
  const of = (name) => process.env[\`ROLE_\${link}_\${name}\`];
  return fromTemporaryCredentials({
    masterCredentials,
    clientConfig: { region },
    params: {
      RoleArn: of('ARN'),
      RoleSessionName: of('SESSION_NAME'),
      ...(of('EXTERNAL_ID') ? { ExternalId: of('EXTERNAL_ID') } : {}),
      ...(of('DURATION_SECONDS') ? { DurationSeconds: Number(of('DURATION_SECONDS')) } : {}),
    },
  });
}

export function chainedCredentials() {
  let credentials = ${source}();
  for (let link = 1; link <= ${links.length}; link += 1) credentials = assumedRole(credentials, link);
  return credentials;
}
`;
  return { name: 'chained-credentials.mjs', form: 'javascript', language: 'javascript', content, note: note('the AWS SDK for JavaScript') };
}
