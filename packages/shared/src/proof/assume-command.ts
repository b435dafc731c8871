import type { AssumeRoleCall } from '../iam/assume-role.ts';
import { shellWord } from '../plan/steps/shell-word.ts';
import type { TruthId } from './truth-row.ts';

/**
 * The AWS CLI's line for a row of a truth table, to be run as its caller: it tells who the session is and prints no credentials. The right
 * external id comes over standard input from $EXTERNAL_ID, since arguments are seen by every user of the machine and it is shown nowhere (D-48).
 */
export function assumeCommand(id: TruthId, roleArn: string, call: AssumeRoleCall): string {
  const { sessionName, externalId, durationSeconds, tags = {}, sourceIdentity } = call;
  const isRight = externalId !== undefined && id !== 'wrong-external-id';
  const parts = [
    'aws sts assume-role',
    `--role-arn ${shellWord(roleArn)}`,
    `--role-session-name ${shellWord(sessionName)}`,
    ...(durationSeconds === undefined ? [] : [`--duration-seconds ${durationSeconds}`]),
    ...(sourceIdentity === undefined ? [] : [`--source-identity ${shellWord(sourceIdentity)}`]),
    ...(Object.keys(tags).length === 0 ? [] : [`--tags ${shellWord(JSON.stringify(tagList(tags)))}`]),
    ...(externalId === undefined ? [] : [`--external-id ${isRight ? 'file:///dev/stdin' : shellWord(externalId)}`]),
    '--query AssumedRoleUser.Arn --output text',
  ];
  return `${isRight ? 'printf %s "$EXTERNAL_ID" | ' : ''}${parts.join(' ')}`;
}

const tagList = (tags: Readonly<Record<string, string>>) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
