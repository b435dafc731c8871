import { expect, test } from 'vitest';
import { type StateFacts, stateOf } from './state.ts';

const role = 'arn:aws:iam::123456789012:role/AppRole';
const clean: StateFacts = {
  findings: [],
  taskRoleArn: null,
  unread: [],
  isRetired: false,
  credentialSecrets: [],
  environmentFiles: 0,
  profileVariables: [],
  isProven: false,
};
const key = (kind: StateFacts['findings'][number]['kind'], variable = 'AWS_ACCESS_KEY_ID') => ({ kind, variable, keyId: null });

test.each<[string, Partial<StateFacts>, string]>([
  ['keys', { findings: [key('static-key')] }, 'static-keys'],
  ['half a pair', { findings: [key('half-pair')] }, 'static-keys'],
  ['a custom name', { findings: [key('custom-name-key', 'S3_KEY')] }, 'static-keys'],
  ['an expired temporary key', { findings: [key('expired-temporary')] }, 'static-keys'],
  ['keys before a role (D-02)', { findings: [key('static-key'), key('role-has-no-effect')], taskRoleArn: role }, 'shadowed'],
  ['another secret only', { findings: [key('other-secret', 'SLACK_TOKEN')] }, 'no-credentials'],
  ['nothing at all', {}, 'no-credentials'],
  ['a role alone: configuration proves nothing (D-62)', { taskRoleArn: role }, 'role-unproven'],
  ['a role that a run proved', { taskRoleArn: role, isProven: true }, 'verified'],
  ['a proof, and a key that came back', { taskRoleArn: role, isProven: true, findings: [key('static-key')] }, 'static-keys'],
  ['a revision that was denied (D-88)', { unread: ['app:3: denied'] }, 'unknown'],
  ['a pair from a secret (D-11)', { credentialSecrets: ['AWS_ACCESS_KEY_ID'] }, 'unknown'],
  ['no role and an environment file (D-09)', { environmentFiles: 1 }, 'unknown'],
  ['no role and a profile somewhere in the image (D-05)', { profileVariables: ['AWS_PROFILE'] }, 'unknown'],
  ['a role and a profile (D-05)', { profileVariables: ['AWS_PROFILE'], taskRoleArn: role }, 'role-unproven'],
  ['no ACTIVE revision', { isRetired: true }, 'no-credentials'],
])('%s', (_, facts, state) => {
  expect(stateOf({ ...clean, ...facts }).state).toBe(state);
  expect(stateOf({ ...clean, ...facts }).why).toMatch(/\.$/);
});

test('why names the variables and masks the key', () => {
  const keyId = `AKIA${'QNZGKIQY56JQ7WML'}`;
  const findings = [
    { ...key('static-key'), keyId },
    { ...key('static-key', 'AWS_SECRET_ACCESS_KEY'), keyId },
  ];
  expect(stateOf({ ...clean, findings }).why).toBe('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY carry a static key (AKIA…7WML).');
});
