import { setOwn } from '../../state/iam.ts';
import { type SecretState, secretsOf } from '../../state/secrets.ts';
import { AwsFault, type CallContext, type Handlers } from '../service.ts';
import { findSecret, requireSecret } from './find.ts';

const dayMilliseconds = 86_400_000;

/** Secrets and their values: the current version, and the one before it. */
export const valueHandlers: Handlers<typeof import('@aws-sdk/client-secrets-manager')> = {
  CreateSecret({ Name = '', Description, SecretString, Tags, ClientRequestToken }, context) {
    if (!/^[\w/+=.@-]{1,512}$/.test(Name)) throw new AwsFault('ValidationException', 'Invalid name.');
    const existing = findSecret(context, Name)?.secret ?? null;
    if (existing?.deletedAt) {
      throw new AwsFault(
        'InvalidRequestException',
        "You can't create this secret because a secret with this name is already scheduled for deletion.",
      );
    }
    if (existing && (existing.versionId !== ClientRequestToken || existing.value !== SecretString)) {
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

  PutSecretValue({ SecretId, SecretString, SecretBinary, ClientRequestToken }, context) {
    const secret = requireSecret(context, SecretId);
    if (SecretString === undefined || SecretBinary !== undefined) {
      throw new AwsFault('InvalidParameterException', 'The sandbox keeps text secrets only: SecretString must be given.');
    }
    const versionId = ClientRequestToken ?? context.requestId;
    const sentBefore = [secret, secret.previous].find((one) => one?.versionId === versionId);
    if (sentBefore !== undefined && SecretString !== sentBefore.value) {
      throw new AwsFault(
        'ResourceExistsException',
        "You can't use ClientRequestToken because it was already used for a different secret value.",
      );
    }
    // A version that is there is not made again, and not made the current one either.
    if (sentBefore !== undefined) {
      const VersionStages = [sentBefore === secret ? 'AWSCURRENT' : 'AWSPREVIOUS'];
      return { ARN: secret.arn, Name: secret.name, VersionId: versionId, VersionStages };
    }
    secret.previous = { versionId: secret.versionId, value: secret.value };
    secret.versionId = versionId;
    secret.value = SecretString;
    return { ARN: secret.arn, Name: secret.name, VersionId: versionId, VersionStages: ['AWSCURRENT'] };
  },

  GetSecretValue(input, context) {
    const { secret, versionId, value, stage } = versionOf(context, input);
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: versionId,
      SecretString: value,
      VersionStages: [stage],
      CreatedDate: new Date(secret.createdAt),
    };
  },

  UpdateSecretVersionStage({ SecretId, VersionStage, MoveToVersionId, RemoveFromVersionId }, context) {
    const secret = requireSecret(context, SecretId);
    if (VersionStage !== 'AWSCURRENT') throw new AwsFault('InvalidParameterException', 'The sandbox moves AWSCURRENT only.');
    const { previous, versionId, value } = secret;
    if (MoveToVersionId === versionId) return { ARN: secret.arn, Name: secret.name };
    if (previous === undefined || MoveToVersionId !== previous.versionId) {
      throw new AwsFault('ResourceNotFoundException', `Secrets Manager can't find the specified secret version: ${MoveToVersionId}`);
    }
    if (RemoveFromVersionId !== versionId) {
      throw new AwsFault(
        'InvalidParameterException',
        `The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version ${versionId}, so you must explicitly reference that version in RemoveFromVersionId.`,
      );
    }
    Object.assign(secret, { versionId: previous.versionId, value: previous.value, previous: { versionId, value } });
    return { ARN: secret.arn, Name: secret.name };
  },

  DeleteSecret({ SecretId, RecoveryWindowInDays, ForceDeleteWithoutRecovery }, context) {
    if (ForceDeleteWithoutRecovery && RecoveryWindowInDays !== undefined) {
      throw new AwsFault('InvalidParameterException', "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
    }
    const days = RecoveryWindowInDays ?? 30;
    if (days < 7 || days > 30) {
      throw new AwsFault('InvalidParameterException', 'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).');
    }
    const secret = requireSecret(context, SecretId);
    if (ForceDeleteWithoutRecovery) delete secretsOf(context.account, context.region)[secret.name];
    else secret.deletedAt = context.now.toISOString();
    const until = context.now.getTime() + (ForceDeleteWithoutRecovery ? 0 : days * dayMilliseconds);
    return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(until) };
  },
};

/** One version of a secret, by id or staging label, AWSCURRENT when neither is given. Throws ResourceNotFoundException. */
export function versionOf(
  context: CallContext,
  {
    SecretId,
    VersionId,
    VersionStage,
  }: { SecretId?: string | undefined; VersionId?: string | undefined; VersionStage?: string | undefined },
): { secret: SecretState; versionId: string; value: string; stage: string } {
  const secret = requireSecret(context, SecretId);
  const versions = [
    { versionId: secret.versionId, value: secret.value, stage: 'AWSCURRENT' },
    ...(secret.previous ? [{ ...secret.previous, stage: 'AWSPREVIOUS' }] : []),
  ];
  const stage = VersionStage ?? (VersionId === undefined ? 'AWSCURRENT' : undefined);
  const found = versions.find((one) => (stage ?? one.stage) === one.stage && (VersionId ?? one.versionId) === one.versionId);
  if (found !== undefined) return { secret, ...found };
  const what = VersionId === undefined ? `staging label: ${stage}` : `VersionId: ${VersionId}`;
  throw new AwsFault('ResourceNotFoundException', `Secrets Manager can't find the specified secret value for ${what}`);
}
