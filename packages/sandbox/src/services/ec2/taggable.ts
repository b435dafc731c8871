import type { Ec2Place } from '../../state/ec2.ts';
import { own } from '../../state/iam.ts';
import { AwsFault } from '../service.ts';

/** A thing with tags. */
export interface Taggable {
  id: string;
  /** As in an ARN and in DescribeTags: `instance`, `launch-template`, … */
  type: string;
  tags: Record<string, string>;
}

/** Everything of a Region that has tags of its own. */
export function* taggables({ ec2 }: Ec2Place): Generator<Taggable> {
  for (const { instanceId: id, tags } of Object.values(ec2.instances)) yield { id, type: 'instance', tags };
  for (const { launchTemplateId: id, tags } of Object.values(ec2.launchTemplates)) yield { id, type: 'launch-template', tags };
  for (const { imageId: id, tags } of Object.values(ec2.images)) yield { id, type: 'image', tags };
  for (const { subnetId: id, tags } of Object.values(ec2.network.subnets)) yield { id, type: 'subnet', tags };
  for (const { groupId: id, tags } of Object.values(ec2.network.securityGroups)) yield { id, type: 'security-group', tags };
}

/** The same by id; null: there is none. */
export function taggable({ ec2 }: Ec2Place, id: string): Taggable | null {
  const instance = own(ec2.instances, id);
  if (instance) return { id, type: 'instance', tags: instance.tags };
  const template = own(ec2.launchTemplates, id);
  if (template) return { id, type: 'launch-template', tags: template.tags };
  const image = own(ec2.images, id);
  if (image) return { id, type: 'image', tags: image.tags };
  const subnet = own(ec2.network.subnets, id);
  if (subnet) return { id, type: 'subnet', tags: subnet.tags };
  const group = own(ec2.network.securityGroups, id);
  return group && { id, type: 'security-group', tags: group.tags };
}

const notFound: Record<string, string> = {
  i: 'InvalidInstanceID.NotFound',
  lt: 'InvalidLaunchTemplateId.NotFound',
  ami: 'InvalidAMIID.NotFound',
  subnet: 'InvalidSubnetID.NotFound',
  sg: 'InvalidGroup.NotFound',
};

export function requireTaggable(place: Ec2Place, id: string): Taggable {
  const found = taggable(place, id);
  const code = own(notFound, id.replace(/-[^-]*$/, '')) ?? 'InvalidID';
  if (!found) throw new AwsFault(code, `The ID '${id}' does not exist`);
  return found;
}
