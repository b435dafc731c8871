import type { ModifyInstanceAttributeRequest } from '@aws-sdk/client-ec2';
import type { Ec2Place, StoredInstance } from '../../state/ec2.ts';
import { own } from '../../state/iam.ts';
import { AwsFault } from '../service.ts';
import { checkedUserData } from './user-data.ts';

type Change = (value: string, place: Ec2Place) => Partial<StoredInstance>;

interface Changeable {
  /** Name of the attribute where it is not the member with a small first letter. */
  attribute?: string;
  change: Change;
  /** Only while the instance is stopped (D-67). */
  needsStop?: true;
}

const invalid = (value: string, name: string): AwsFault =>
  new AwsFault('InvalidParameterValue', `Value (${value}) for parameter ${name} is invalid.`);

/** What ModifyInstanceAttribute changes here, by the member of the request; values as text, user data as base64. */
const changeable: Record<string, Changeable> = {
  DisableApiStop: { change: (value) => ({ disableApiStop: flag(value) }) },
  DisableApiTermination: { change: (value) => ({ disableApiTermination: flag(value) }) },
  EbsOptimized: { needsStop: true, change: (value) => ({ ebsOptimized: flag(value) }) },
  Groups: { attribute: 'groupSet', change: groups },
  InstanceInitiatedShutdownBehavior: { change: shutdownBehavior },
  InstanceType: { needsStop: true, change: (value) => ({ instanceType: value }) },
  SourceDestCheck: { change: (value) => ({ sourceDestCheck: flag(value) }) },
  UserData: { needsStop: true, change: (value) => ({ userData: value === '' ? null : checkedUserData(value) }) },
};

/** What one call changes, and whether the instance has to be stopped for it. Throws for none, for several, and for what is not here. */
export function attributeChange(
  input: ModifyInstanceAttributeRequest,
  place: Ec2Place,
): { needsStop: boolean; change: Partial<StoredInstance> } {
  const [first, second] = asked(input);
  if (!first) throw new AwsFault('InvalidParameterCombination', 'No attributes specified');
  if (second) throw new AwsFault('InvalidParameterCombination', 'Fields for multiple attribute types specified');
  return { needsStop: first.how.needsStop ?? false, change: first.how.change(first.value, place) };
}

/** As members of their own, or as one name and its value. */
function asked(input: ModifyInstanceAttributeRequest): { how: Changeable; value: string }[] {
  const { InstanceId: _id, DryRun: _dryRun, Attribute, Value, ...members } = input;
  const named = Object.entries(members).flatMap(([member, value]) => {
    if (value === undefined) return [];
    const how = own(changeable, member);
    if (!how) throw new AwsFault('UnsupportedOperation', `The sandbox cannot change ${member} of an instance (docs/sandbox.md).`);
    return [{ how, value: textOf(value) }];
  });
  if (Attribute === undefined) return named;
  const [, how] = Object.entries(changeable).find(([member, one]) => (one.attribute ?? smallFirst(member)) === Attribute) ?? [];
  if (!how) throw invalid(Attribute, 'attribute');
  return [...named, { how, value: Value ?? '' }];
}

const smallFirst = (name: string): string => `${name.charAt(0).toLowerCase()}${name.slice(1)}`;

/** `{Value: …}`, with bytes as base64, or a list. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.join(',');
  const inner = (value as { Value?: unknown }).Value;
  return inner instanceof Uint8Array ? Buffer.from(inner).toString('base64') : String(inner ?? '');
}

function flag(value: string): boolean {
  if (value !== 'true' && value !== 'false') throw invalid(value, 'value');
  return value === 'true';
}

function groups(value: string, { ec2 }: Ec2Place): Partial<StoredInstance> {
  const ids = value.split(',').filter((id) => id !== '');
  const unknown = ids.find((id) => !own(ec2.network.securityGroups, id));
  if (unknown !== undefined) throw new AwsFault('InvalidGroup.NotFound', `The security group '${unknown}' does not exist`);
  if (ids.length === 0) throw invalid('', 'groupId');
  return { securityGroupIds: ids };
}

function shutdownBehavior(value: string): Partial<StoredInstance> {
  if (value !== 'stop' && value !== 'terminate') throw invalid(value, 'instanceInitiatedShutdownBehavior');
  return { shutdownBehavior: value };
}
