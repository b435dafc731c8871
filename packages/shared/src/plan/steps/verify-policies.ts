import { call, type StepDescription } from './description.ts';

/** Reads back every policy that the plan changed; changes nothing. */
export function describeVerifyPolicies(): StepDescription {
  return {
    title: 'Read back everything that was changed',
    because:
      'What AWS accepted is read back from every account and compared with the plan. Nothing is claimed beyond what was read: that whoever needs the change works shows when it is used.',
    calls: [call('iam', 'GetRole', { RoleName: 'each role that was changed' }), call('iam', 'GetUser', { UserName: 'each user' })],
    byHand: { console: ['IAM → Roles → each role → Trust relationships and Permissions'], cli: [] },
    undo: 'Nothing to undo: it only reads',
    reversible: true,
  };
}
