import { type SecretState, secretsOf } from '../../state/secrets.ts';
import { byText, pageOf } from '../page.ts';
import { AwsFault, type Service } from '../service.ts';
import { findSecret, needOn } from './find.ts';
import { policyHandlers } from './policies.ts';
import { valueHandlers } from './values.ts';

const shown = ({ arn, name, description, createdAt, tags }: SecretState) => ({
  ARN: arn,
  Name: name,
  ...(description === null ? {} : { Description: description }),
  CreatedDate: new Date(createdAt),
  LastChangedDate: new Date(createdAt),
  Tags: tags,
});

/** AWS Secrets Manager, as much as a scan, a task definition's `secrets` and the handing over of a role chain need. */
export const service: Service<typeof import('@aws-sdk/client-secrets-manager')> = {
  signingName: 'secretsmanager',
  global: false,
  handlers: {
    ...valueHandlers,
    ...policyHandlers,

    DescribeSecret({ SecretId }, context) {
      const secret = findSecret(context, SecretId)?.secret;
      if (secret === undefined) throw new AwsFault('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
      const previous = secret.previous ? { [secret.previous.versionId]: ['AWSPREVIOUS'] } : {};
      return {
        ...shown(secret),
        ...(secret.deletedAt ? { DeletedDate: new Date(secret.deletedAt) } : {}),
        VersionIdsToStages: { ...previous, [secret.versionId]: ['AWSCURRENT'] },
      };
    },

    ListSecrets({ MaxResults = 100, NextToken }, context) {
      const secrets = Object.values(secretsOf(context.account, context.region)).filter(({ deletedAt }) => !deletedAt);
      const { page, nextToken } = pageOf({
        items: secrets.sort((a, b) => byText(a.name, b.name)),
        keyOf: ({ name }) => name,
        compare: byText,
        token: NextToken,
        limit: Math.min(MaxResults, 100),
        filters: 'secrets',
        badToken: 'InvalidNextTokenException',
      });
      return { SecretList: page.map(shown), ...(nextToken ? { NextToken: nextToken } : {}) };
    },
  },
  requirements: {
    // Tags at the making need the permission to tag besides. Source: CreateSecret, required permissions.
    CreateSecret: ({ Name, Tags }, context) => [
      ...needOn(context, 'CreateSecret', Name),
      ...(Tags?.length ? needOn(context, 'TagResource', Name) : []),
    ],
    PutSecretValue: ({ SecretId }, context) => needOn(context, 'PutSecretValue', SecretId),
    DescribeSecret: ({ SecretId }, context) => needOn(context, 'DescribeSecret', SecretId),
    ListSecrets: () => [{ action: 'secretsmanager:ListSecrets', resource: '*' }],
    GetSecretValue: ({ SecretId }, context) => needOn(context, 'GetSecretValue', SecretId),
    UpdateSecretVersionStage: ({ SecretId }, context) => needOn(context, 'UpdateSecretVersionStage', SecretId),
    DeleteSecret: ({ SecretId }, context) => needOn(context, 'DeleteSecret', SecretId),
    PutResourcePolicy: ({ SecretId }, context) => needOn(context, 'PutResourcePolicy', SecretId),
    GetResourcePolicy: ({ SecretId }, context) => needOn(context, 'GetResourcePolicy', SecretId),
    DeleteResourcePolicy: ({ SecretId }, context) => needOn(context, 'DeleteResourcePolicy', SecretId),
  },
  limits: {
    CreateSecret: 'Text secrets only.',
    PutSecretValue: 'Text secrets only; the current version and the one before it are kept; VersionStages is not looked at.',
    ListSecrets: 'Filters and sorting are not looked at.',
    GetSecretValue: 'No KMS permission is asked for.',
    UpdateSecretVersionStage: 'AWSCURRENT alone, to the version before.',
    DeleteSecret: 'The recovery window does not end, and the secret cannot be restored.',
    PutResourcePolicy: 'Stored and enforced; the principals it names are not looked up.',
  },
};
