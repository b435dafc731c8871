import type { Delivery, DeliveryFile } from '../delivery.ts';
import { shellVariable, variableArn } from './variable-arn.ts';

/**
 * How a container gets its role from metadataproxy: the variables of `docker run`, and the policy of the host's role, which looks the role up
 * and assumes it ("two-tier roles"). Source: lyft/metadataproxy, README.
 */
export function metadataproxyFiles(delivery: Delivery): DeliveryFile[] {
  return delivery.links.flatMap(({ externalId }, index): DeliveryFile[] => {
    const arn = variableArn(delivery, index);
    const withId =
      externalId === 'none'
        ? ''
        : ` \\
  --env IAM_EXTERNAL_ID="${shellVariable('ROLE_1_EXTERNAL_ID')}"`;
    const statement = { Sid: 'AssumeContainerRole', Effect: 'Allow', Action: ['iam:GetRole', 'sts:AssumeRole'], Resource: arn };
    return [
      {
        name: 'docker-run.sh',
        form: 'metadataproxy',
        language: 'shell',
        content: `docker run \\\n  --env IAM_ROLE="${arn}"${withId} \\\n  "\${IMAGE:?must name the image of ${delivery.application.name}}"\n`,
        note: 'Containers that share the host may ask metadataproxy for any role that the host may assume. Whoever may inspect the container sees the external id.',
      },
      {
        name: 'docker-host-role-policy.json',
        form: 'metadataproxy',
        language: 'json',
        content: `${JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2)}\n`,
        note: 'Policy of the host’s role (DockerHostRole), with variables for envsubst: exactly this role, and no other.',
      },
    ];
  });
}
