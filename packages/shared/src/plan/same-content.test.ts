import { expect, test } from 'vitest';
import { isSameContent } from './same-content.ts';

const sent = {
  family: 'limbo',
  volumes: [],
  containerDefinitions: [
    {
      name: 'bot',
      command: ['run', 'fast'],
      environment: [
        { name: 'B', value: '2' },
        { name: 'A', value: '1' },
      ],
      portMappings: [{ containerPort: 80 }],
    },
  ],
};
const registered = (change: object, inContainer: object = {}) => ({
  ...sent,
  ...change,
  containerDefinitions: [{ ...sent.containerDefinitions[0], ...inContainer }],
});

test.each([
  ['the same', registered({})],
  ['members that are new to AWS and empty', registered({ enableFaultInjection: false, placementConstraints: [], runtime: {} })],
  ['an empty list that AWS does not keep', registered({ volumes: undefined })],
  ['defaults', registered({}, { essential: true, cpu: 0, portMappings: [{ containerPort: 80, hostPort: 0, protocol: 'tcp' }] })],
  [
    'the environment in another order',
    registered(
      {},
      {
        environment: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      },
    ),
  ],
])('D-22: %s is the content that was sent', (_name, answer) => {
  expect(isSameContent(sent, answer)).toBe(true);
});

test.each([
  ['a variable less', registered({}, { environment: [{ name: 'A', value: '1' }] })],
  ['a variable that came back', registered({}, { environment: [...sent.containerDefinitions[0]!.environment, { name: 'K', value: 'x' }] })],
  [
    'another value',
    registered(
      {},
      {
        environment: [
          { name: 'A', value: '1' },
          { name: 'B', value: '3' },
        ],
      },
    ),
  ],
  ['a command in another order', registered({}, { command: ['fast', 'run'] })],
  ['a role that nobody sent', registered({ taskRoleArn: 'arn:aws:iam::1:role/x' })],
  ['a member that was lost', registered({ family: undefined })],
  ['two containers', { ...sent, containerDefinitions: [...sent.containerDefinitions, ...sent.containerDefinitions] }],
])('D-22: %s is not the content that was sent', (_name, answer) => {
  expect(isSameContent(sent, answer)).toBe(false);
});
