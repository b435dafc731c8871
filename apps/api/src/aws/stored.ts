import { DescribeSecretCommand, GetResourcePolicyCommand } from '@aws-sdk/client-secrets-manager';
import { DescribeParametersCommand, ListTagsForResourceCommand, type ParameterMetadata } from '@aws-sdk/client-ssm';
import { absent, known, type Reading } from '@rolewright/shared/inventory/reading.ts';
import type { StoredOf } from '@rolewright/shared/plan/chain-snapshot.ts';
import { call, reading, tagsOf } from './answer.ts';
import type { ServiceClients } from './clients.ts';
import type { AwsRead } from './port.ts';

type Clients = Pick<ServiceClients, 'secretsManager' | 'ssm'>;

/** Secrets of Secrets Manager and parameters of Systems Manager, as far as they tell of themselves without their values (D-11). */
export const storedRead = (clients: Clients): Pick<AwsRead, 'stored'> => ({
  stored: (store, name) => (store === 'ssm' ? parameter(clients, name) : reading(() => secret(clients, name))),
});

async function secret({ secretsManager }: Clients, SecretId: string): Promise<StoredOf> {
  const client = secretsManager();
  const told = await call('secretsmanager', 'DescribeSecret', () => client.send(new DescribeSecretCommand({ SecretId })));
  const deletedAt = told.DeletedDate?.toISOString() ?? null;
  const current = Object.entries(told.VersionIdsToStages ?? {}).find(([, stages]) => stages.includes('AWSCURRENT'));
  return {
    arn: told.ARN ?? '',
    tags: tagsOf(told.Tags),
    version: current?.[0] ?? '',
    deletedAt,
    // AWS answers nothing but the description of a secret that is scheduled for deletion.
    policy: deletedAt === null ? await secretPolicy(client, SecretId) : absent,
  };
}

async function secretPolicy(client: ReturnType<Clients['secretsManager']>, SecretId: string): Promise<Reading<string>> {
  const send = () => client.send(new GetResourcePolicyCommand({ SecretId }));
  const answer = await reading(async () => (await call('secretsmanager', 'GetResourcePolicy', send)).ResourcePolicy);
  if (answer.state !== 'known') return answer;
  return answer.value === undefined ? absent : known(answer.value);
}

/** Parameters have no policy of their own here. */
async function parameter({ ssm }: Clients, name: string): Promise<Reading<StoredOf>> {
  const found = await reading(async () => {
    const one = await described(ssm(), name);
    if (one === null) return null;
    const tags = new ListTagsForResourceCommand({ ResourceType: 'Parameter', ResourceId: name });
    const { TagList } = await call('ssm', 'ListTagsForResource', () => ssm().send(tags));
    return { arn: one.ARN ?? '', tags: tagsOf(TagList), version: String(one.Version ?? ''), deletedAt: null, policy: absent };
  });
  if (found.state !== 'known') return found;
  return found.value === null ? absent : known(found.value);
}

/** null: no page has it. A page may be empty and yet have a next one. Source: Systems Manager, DescribeParameters, MaxResults and NextToken. */
async function described(ssm: ReturnType<Clients['ssm']>, name: string): Promise<ParameterMetadata | null> {
  const ParameterFilters = [{ Key: 'Name', Option: 'Equals', Values: [name] }];
  let NextToken: string | undefined;
  do {
    const command = new DescribeParametersCommand({ ParameterFilters, NextToken });
    const page = await call('ssm', 'DescribeParameters', () => ssm.send(command));
    const [one] = page.Parameters ?? [];
    if (one !== undefined) return one;
    ({ NextToken } = page);
  } while (NextToken);
  return null;
}
