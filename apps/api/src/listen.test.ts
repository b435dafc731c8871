import { expect, test } from 'vitest';
import { listen } from './listen.ts';

test('A connection that is kept for the next request outlives a server that is busy for some seconds', async () => {
  const { url, close } = await listen(() => new Response('here'), '127.0.0.1', 0);
  try {
    const answer = await fetch(url);
    expect(await answer.text()).toBe('here');
    expect(answer.headers.get('keep-alive')).toBe('timeout=30');
  } finally {
    await close();
  }
});
