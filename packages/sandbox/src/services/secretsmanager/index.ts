import { setOwn } from '../../state/iam.ts';
import { type SecretState, secretsOf } from '../../state/secrets.ts';
import { byText, pageOf } from '../page.ts';
import { AwsFault, type CallContext, type Requirement, type Service } from '../service.ts';

/** A secret by name, ARN, or ARN without the six random characters at its end. */
function find(context: CallContext, id: string | undefined): SecretState | null {
  const secrets = secretsOf(context.account, context.region);
  return Object.values(secrets).find(({ name, arn }) => name === id || arn === id || arn.slice(0, -7) === id) ?? null;
}

function requireSecret(context: CallContext, id: string | undefined): SecretState {
  const found = find(context, id);
  if (!found) throw new AwsFault('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  return found;
}

function need(context: CallContext, action: string, id: string | undefined): Requirement[] {
  const arn = `arn:${context.account.partition}:secretsmanager:${context.region}:${context.account.id}:secret:${id}-??????`;
  return [{ action: `secretsmanager:${action}`, resource: find(context, id)?.arn ?? (id?.startsWith('arn:') ? id : arn) }];
}

const shown = ({ arn, name, description, createdAt, tags }: SecretState) => ({
  ARN: arn,
  Name: name,
  ...(description === null ? {} : { Description: description }),
  CreatedDate: new Date(createdAt),
  LastChangedDate: new Date(createdAt),
  Tags: tags,
});

/** AWS Secrets Manager, as much as a scan and a task definition's `secrets` need. */
export const service: Service<typeof import('@aws-sdk/client-secrets-manager')> = {
  signingName: 'secretsmanager',
  global: false,
  handlers: {
    CreateSecret({ Name = '', Description, SecretString, Tags, ClientRequestToken }, context) {
      if (!/^[\w/+=.@-]{1,512}$/.test(Name)) throw new AwsFault('ValidationException', 'Invalid name.');
      const existing = find(context, Name);
      if (existing && existing.versionId !== ClientRequestToken) {
        throw new AwsFault('ResourceExistsException', `The operation failed because the secret ${Name} already exists.`);
      }
      const suffix = context.world.random(3).toString('hex');
      const secret: SecretState = existing ?? {
        name: Name,
        arn: `arn:${context.account.partition}:secretsmanager:${context.region}:${context.account.id}:secret:${Name}-${suffix}`,
        description: Description ?? null,
        value: SecretString ?? '',
        versionId: ClientRequestToken ?? context.requestId,
        createdAt: context.now.toISOString(),
        tags: (Tags ?? []).map(({ Key, Value }) => ({ Key: Key ?? '', Value: Value ?? '' })),
      };
      setOwn(secretsOf(context.account, context.region), Name, secret);
      return { ARN: secret.arn, Name, VersionId: secret.versionId };
    },

    DescribeSecret({ SecretId }, context) {
      const secret = requireSecret(context, SecretId);
      return { ...shown(secret), VersionIdsToStages: { [secret.versionId]: ['AWSCURRENT'] } };
    },

    ListSecrets({ MaxResults = 100, NextToken }, context) {
      const { page, nextToken } = pageOf({
        items: Object.values(secretsOf(context.account, context.region)).sort((a, b) => byText(a.name, b.name)),
        keyOf: ({ name }) => name,
        compare: byText,
        token: NextToken,
        limit: Math.min(MaxResults, 100),
        filters: 'secrets',
        badToken: 'InvalidNextTokenException',
      });
      return { SecretList: page.map(shown), ...(nextToken ? { NextToken: nextToken } : {}) };
    },

    GetSecretValue({ SecretId }, context) {
      const secret = requireSecret(context, SecretId);
      return {
        ARN: secret.arn,
        Name: secret.name,
        VersionId: secret.versionId,
        SecretString: secret.value,
        VersionStages: ['AWSCURRENT'],
        CreatedDate: new Date(secret.createdAt),
      };
    },
  },
  requirements: {
    CreateSecret: ({ Name }, context) => need(context, 'CreateSecret', Name),
    DescribeSecret: ({ SecretId }, context) => need(context, 'DescribeSecret', SecretId),
    ListSecrets: () => [{ action: 'secretsmanager:ListSecrets', resource: '*' }],
    GetSecretValue: ({ SecretId }, context) => need(context, 'GetSecretValue', SecretId),
  },
  limits: {
    CreateSecret: 'Text secrets only; one version each.',
    ListSecrets: 'Filters and sorting are not looked at.',
    GetSecretValue: 'The only version; no KMS permission is asked for.',
  },
};
