import { ec2Context, ec2Service, trustsService } from '../iam/trust.ts';
import type { ChangedPrincipal } from '../plan/policy-change.ts';
import type { PolicyChangeSnapshot, ProfileToGive } from '../plan/policy-change-snapshot.ts';
import type { PolicyChangePlan } from '../plan/recipes/policy-change.ts';
import { type Claim, fail, pass, unknown } from './claim.ts';

/** What must hold of roles that are put into instance profiles (E2, D-42, D-43); none where the plan does not. */
export function profileEditClaims(snapshot: PolicyChangeSnapshot, { changes }: PolicyChangePlan): Claim[] {
  const rows = (snapshot.target.profiles ?? []).flatMap(({ name, roleArn }, index): Row[] => {
    const profile = snapshot.profiles?.[index];
    const change = changes.find(({ principal }) => principal.arn === roleArn);
    if (profile === undefined || change === undefined) return [];
    return [{ name, profile, role: change.principal, trust: change.trust?.after }];
  });
  return rows.length === 0 ? [] : [profilesFree(rows), ec2MayAssume(rows), instancesGain(rows, snapshot.region)];
}

interface Row {
  name: string;
  profile: ProfileToGive;
  role: ChangedPrincipal;
  trust: NonNullable<PolicyChangePlan['changes'][number]['trust']>['after'] | undefined;
}

function profilesFree(rows: Row[]): Claim {
  const claim = 'Each instance profile is new, or holds no other role';
  const taken: string[] = [];
  const evidence = rows.map(({ name, profile: { reading }, role }) => {
    if (reading.state !== 'known') return `iam:GetInstanceProfile: no ${name}; it is made.`;
    const [held] = reading.value.roles;
    const says = `${reading.value.arn} holds ${held === undefined ? 'no role' : held.slice(held.lastIndexOf('/') + 1)}.`;
    if (held !== undefined && held !== role.arn) taken.push(says);
    return says;
  });
  const advice = 'A profile holds one role, and its instances would lose theirs (D-43): choose another name.';
  return taken.length > 0 ? fail('profiles-free', claim, taken, advice) : pass('profiles-free', claim, evidence);
}

function ec2MayAssume(rows: Row[]): Claim {
  const claim = 'EC2 may assume each role that is put into a profile';
  const judged = rows.map(({ role, trust }) => {
    const decision = trust && trustsService(trust, ec2Service, ec2Context, { arn: role.arn, accountId: role.awsAccountId });
    const holds = decision?.verdict === 'allowed';
    return { holds, text: `${role.name}: ${holds ? 'allowed' : 'denied'} (${decision?.decidedBy.why ?? 'it has no trust policy'})` };
  });
  const denied = judged.filter(({ holds }) => !holds).map(({ text }) => text);
  const advice = `Let its trust policy name ${ec2Service}: an instance with the profile gets no credentials otherwise.`;
  return denied.length > 0
    ? fail('ec2-may-assume', claim, denied, advice)
    : pass(
        'ec2-may-assume',
        claim,
        judged.map(({ text }) => text),
      );
}

/** E5: an empty profile may be on instances already. */
function instancesGain(rows: Row[], region: string): Claim {
  const claim = 'No instance gets the role unasked';
  const id = 'instances-gain';
  const unread = rows.flatMap(({ profile: { instances } }) => (instances.state === 'unreadable' ? [instances.reason] : []));
  if (unread.length > 0) return unknown(id, claim, unread, 'Find out which instances have the profile.');
  const had = rows.flatMap(({ name, role, profile: { instances } }) =>
    (instances.state === 'known' ? instances.value : []).map(
      (one) => `${one.name} (${one.instanceId}) has ${name}: its programs may act as ${role.name} at once.`,
    ),
  );
  const seen = `Instances of ${region} were looked at; other Regions and launch templates were not.`;
  if (had.length > 0)
    return unknown(id, claim, [...had, seen], 'Accept that they get it: without a role their profile gives no credentials.');
  const isNew = rows.every(({ profile }) => profile.reading.state === 'absent');
  return pass(id, claim, isNew ? ['The profile is new: no instance has it.'] : ['No instance was seen to have it.', seen]);
}
