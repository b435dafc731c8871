import type { HclItem } from './hcl.ts';

type Members = Record<string, unknown>;

/** Where the provider spells a member of EC2 or Auto Scaling otherwise than by its words. */
const spelled: Record<string, string> = {
  SecurityGroupIds: 'vpc_security_group_ids',
  SecurityGroups: 'security_group_names',
  RamDiskId: 'ram_disk_id',
  Groups: 'security_groups',
  Overrides: 'override',
  MemoryMiB: 'memory_mib',
  MemoryGiBPerVCpu: 'memory_gib_per_vcpu',
};

/** Members as attributes, those that hold members as blocks, one for each where there are several; `otherwise`: the provider's name for some. */
export function itemsOf(members: Members, otherwise: Record<string, string> = {}): HclItem[] {
  return Object.entries(members).flatMap(([member, value]): HclItem[] => {
    const name = otherwise[member] ?? spelled[member] ?? member.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
    if (Array.isArray(value) && value.some((one) => typeof one === 'object'))
      return value.map((one) => ({ block: name, body: itemsOf(one as Members, otherwise) }));
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && !('$hcl' in value))
      return [{ block: name, body: itemsOf(value as Members, otherwise) }];
    return [{ attribute: name, value: member === 'NoDevice' ? true : value }];
  });
}
