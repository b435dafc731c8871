import { GetAccessKeyInfoCommand, GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { absent, known } from '@rolewright/shared/inventory/reading.ts';
import { call, reading } from './answer.ts';
import type { AwsPort, AwsRead } from './port.ts';

/** Who we are, by the Region's own STS endpoint: tokens of the global one do not count in opt-in Regions (D-87). */
export async function callerIdentity(client: () => STSClient): ReturnType<AwsPort['identity']> {
  const answer = await call('sts', 'GetCallerIdentity', () => client().send(new GetCallerIdentityCommand({})));
  const arn = answer.Arn ?? '';
  return { arn, awsAccountId: answer.Account ?? '', partition: arn.split(':')[1] ?? '' };
}

/** The account of any key, also of one that is not ours (D-15). Asks with our own credentials: a found key is never used (D-97). */
export async function accessKeyAccount(client: () => STSClient, keyId: string): ReturnType<AwsRead['accessKeyAccount']> {
  const answer = await reading(() =>
    call('sts', 'GetAccessKeyInfo', () => client().send(new GetAccessKeyInfoCommand({ AccessKeyId: keyId }))),
  );
  if (answer.state !== 'known') return answer;
  return answer.value.Account === undefined ? absent : known(answer.value.Account);
}
