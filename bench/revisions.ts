import path from 'node:path';
import { ECSClient, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { fromIni } from '@aws-sdk/credential-providers';
import type { Console } from '../e2e/support/console.ts';

/** Registers `count` more innocent revisions, 50 to a family, as the sandbox's administrator. */
export async function registerRevisions(console: Console, count: number): Promise<void> {
  const client = new ECSClient({
    region: 'us-east-1',
    endpoint: console.sandbox().url,
    credentials: fromIni({ profile: 'sandbox', filepath: path.join(console.dataDir, 'sandbox/aws-credentials') }),
  });
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      await client.send(
        new RegisterTaskDefinitionCommand({
          family: `bench-${Math.floor(index / 50)}`,
          containerDefinitions: [
            {
              name: 'app',
              image: `app:${index}`,
              memory: 64,
              environment: [
                { name: 'AWS_REGION', value: 'us-east-1' },
                { name: 'BUILD', value: String(index) },
              ],
            },
          ],
        }),
      );
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  client.destroy();
}
