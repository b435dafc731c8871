import { expect, test } from 'vitest';
import { inspectEncodedUserData } from './user-data.ts';

test('D-68: what user data fetches from elsewhere is unread, never clean', () => {
  const { verdict, findings } = inspectEncodedUserData(btoa('#include\nhttps://example.com/boot.sh\n'));
  expect(verdict).toBe('manual');
  expect(findings).toMatchObject([{ kind: 'unread-user-data', line: 1 }]);
  expect(inspectEncodedUserData(btoa('#!/bin/bash\nstart-app\n'))).toMatchObject({ verdict: 'clean', findings: [] });
});
