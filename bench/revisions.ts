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

/** Sets a part of the sandbox's admin API, as its own tests do. */
export async function admin(console: Console, method: string, route: string, body?: unknown): Promise<unknown> {
  const { url, adminToken } = console.sandbox();
  const response = await fetch(`${url}/_sandbox/${route}`, {
    method,
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} /_sandbox/${route}: ${response.status} ${await response.text()}`);
  return response.json();
}
