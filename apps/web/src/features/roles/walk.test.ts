import { expect, test } from 'vitest';
import { layoutOf } from './layout.ts';
import { nearest } from './walk.ts';

const node = (id: string) => ({
  id,
  kind: 'role' as const,
  label: id,
  detail: '',
  awsAccountId: null,
  reading: 'known' as const,
  marks: [],
  block: 0,
  warn: 0,
  tasks: null,
  instances: null,
  step: 0,
});
const edge = (from: string, to: string) => ({
  id: `${from} ${to}`,
  from,
  to,
  kind: 'may-assume' as const,
  state: 'full' as const,
  conditions: [],
  why: '',
});
const { places } = layoutOf({
  nodes: ['one', 'two', 'middle', 'last'].map(node),
  edges: [edge('one', 'middle'), edge('two', 'middle'), edge('middle', 'last')],
});

test('callers stand to the left of what they can become, and nothing overlaps', () => {
  const [one, middle, last] = ['one', 'middle', 'last'].map((id) => places.get(id));
  expect((one?.x ?? 0) + (one?.width ?? 0)).toBeLessThan(middle?.x ?? 0);
  expect((middle?.x ?? 0) + (middle?.width ?? 0)).toBeLessThan(last?.x ?? 0);
  expect(places.get('one')?.y).not.toBe(places.get('two')?.y);
});

test('arrow keys walk along the arrows and among siblings, and stop at the ends', () => {
  expect(nearest(places, 'middle', 'ArrowRight')).toBe('last');
  expect(nearest(places, 'last', 'ArrowLeft')).toBe('middle');
  expect(['one', 'two']).toContain(nearest(places, 'middle', 'ArrowLeft'));
  const [upper, lower] = (places.get('one')?.y ?? 0) < (places.get('two')?.y ?? 0) ? ['one', 'two'] : ['two', 'one'];
  expect(nearest(places, upper, 'ArrowDown')).toBe(lower);
  expect(nearest(places, lower, 'ArrowUp')).toBe(upper);
  expect(nearest(places, 'last', 'ArrowRight')).toBeNull();
  expect(nearest(places, 'last', 'Enter')).toBeNull();
});
