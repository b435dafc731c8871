import { expect, test } from 'vitest';
import { attempts, createClients } from './clients.ts';
import { openFakeEndpoint } from './fake-endpoint.fixture.ts';
import { newMeter, RateLimiter } from './limiter.ts';
import { storedRead } from './stored.ts';

const name = '/uploader/chain';
const ARN = `arn:aws:ssm:us-east-1:560921689673:parameter${name}`;

/** A parameter's reading from an endpoint whose DescribeParameters gives these pages, one after the other. */
async function readingOf(pages: object[][]) {
  const fake = await openFakeEndpoint((operation, { NextToken }) => {
    if (operation === 'ListTagsForResource') return { body: { TagList: [{ Key: 'a', Value: 'b' }] } };
    const at = Number(NextToken ?? 0);
    return { body: { Parameters: pages[at], ...(at + 1 < pages.length ? { NextToken: String(at + 1) } : {}) } };
  });
  const credentials = async () => ({ accessKeyId: 'ASIATEST', secretAccessKey: 'test', sessionToken: 'test' });
  const budget = { limiter: new RateLimiter(100), account: () => 'test', region: 'us-east-1', meter: newMeter() };
  const clients = createClients({ region: 'us-east-1', endpoint: fake.url, credentials, budget, attempts: attempts.read });
  try {
    return { reading: await storedRead(clients).stored('ssm', name), asked: fake.asked };
  } finally {
    await fake.close();
  }
}

test('A8: an empty page of DescribeParameters with a next one is no answer: the parameter on the second page is there', async () => {
  const { reading, asked } = await readingOf([[], [{ Name: name, ARN, Version: 3 }]]);
  expect(reading).toMatchObject({ state: 'known', value: { arn: ARN, version: '3', tags: { a: 'b' } } });
  const filter = { ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values: [name] }] };
  expect(asked.map(({ input }) => input)).toEqual([filter, { ...filter, NextToken: '1' }, { ResourceType: 'Parameter', ResourceId: name }]);
});

test('A8: a parameter that no page has is absent', async () => {
  expect((await readingOf([[], []])).reading).toEqual({ state: 'absent' });
});
