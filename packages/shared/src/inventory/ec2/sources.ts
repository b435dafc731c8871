import type { DocumentKey, Ec2Facts, GroupFacts, GroupMember, InstanceFacts, TemplateFacts, TemplateReference } from './facts.ts';
import { documentKeyOf } from './facts.ts';

/** A reference to a template with the version that it means now; null where the template was not read. */
export interface ResolvedTemplate extends TemplateReference {
  resolved: number | null;
}

/** A workload of EC2 before its user data is looked at. */
export interface Ec2Source {
  kind: 'instance' | 'auto-scaling-group' | 'launch-template' | 'launch-configuration';
  name: string;
  /** What stays the same as long as it is the same workload: group name, instance id, template id, name of the launch configuration. */
  identity: string;
  group: GroupFacts | null;
  instances: InstanceFacts[];
  members: GroupMember[];
  /** What a group launches now; of others what they were launched from or are. */
  template: ResolvedTemplate | null;
  overrides: ResolvedTemplate[];
  launchConfigurationName: string | null;
  /** User data in use, what would be launched next first. Of what nothing is launched from: what stands for it. */
  documents: DocumentKey[];
  /** Templates whose other versions are its residues (D-70). */
  templateIds: string[];
  tags: Record<string, string>;
}

const tagOfTemplate = 'aws:ec2launchtemplate:id';
const tagOfVersion = 'aws:ec2launchtemplate:version';
const tagOfGroup = 'aws:autoscaling:groupName';

/**
 * Who the workloads of a Region are: each Auto Scaling group with its instances, each instance of no group, and each launch template or
 * launch configuration from which nothing is launched; of the last two nothing where a list that would say so was not given.
 */
export function ec2SourcesOf(facts: Ec2Facts): Ec2Source[] {
  const templates = new Map((facts.templates ?? []).map((one) => [one.id, one]));
  const instances = facts.instances ?? [];
  const groups = facts.groups?.map((group) => withTagged(group, instances)) ?? groupsByTag(instances);
  const grouped = groups.map((group) => groupSource(group, instances, templates));
  const inGroups = new Set(groups.flatMap((group) => group.members.map((member) => member.instanceId)));
  const alone = instances.filter((one) => !inGroups.has(one.instanceId)).map((one) => instanceSource(one, templates));
  const used = [...grouped, ...alone];
  if (facts.groups === null || facts.instances === null) return used;
  const usedTemplates = new Set(used.flatMap((one) => one.templateIds));
  const usedConfigurations = new Set(used.flatMap((one) => one.documents.filter(isConfiguration).map(({ id }) => id)));
  return [
    ...used,
    ...(facts.templates ?? []).filter(({ id }) => !usedTemplates.has(id)).map(templateSource),
    ...(facts.launchConfigurations ?? []).filter((name) => !usedConfigurations.has(name)).map(configurationSource),
  ];
}

/** Where the user data of an instance lies: that of what its group launched it from cannot differ as long as it was never stopped (D-67). */
export function userDataOf(instance: Pick<InstanceFacts, 'instanceId' | 'wasStopped'>, member: GroupMember | null): DocumentKey {
  const { launchTemplate, launchConfigurationName } = member ?? {};
  if (!instance.wasStopped && launchTemplate) return versionKey(launchTemplate.id, Number(launchTemplate.version));
  if (!instance.wasStopped && launchConfigurationName) return configurationKey(launchConfigurationName);
  return { source: 'instance', id: instance.instanceId, version: 0 };
}

/** Instances whose own user data must be asked for, because nothing else tells it. */
export const instancesToAsk = (sources: readonly Ec2Source[]): InstanceFacts[] =>
  sources.flatMap(({ instances, documents }) => {
    const own = new Set(documents.filter(({ source }) => source === 'instance').map(({ id }) => id));
    return instances.filter(({ instanceId }) => own.has(instanceId));
  });

export function resolve(reference: TemplateReference, templates: ReadonlyMap<string, TemplateFacts>): ResolvedTemplate {
  const template = templates.get(reference.id);
  const { version } = reference;
  const resolved = /^\d+$/.test(version)
    ? Number(version)
    : template === undefined
      ? null
      : version === '$Latest'
        ? template.latestVersion
        : template.defaultVersion;
  return { ...reference, name: template?.name ?? reference.name, resolved };
}

function groupSource(group: GroupFacts, all: InstanceFacts[], templates: ReadonlyMap<string, TemplateFacts>): Ec2Source {
  const { members, mixedInstancesPolicy: mixed, launchConfigurationName } = group;
  const memberOf = new Map(members.map((one) => [one.instanceId, one]));
  const instances = all.filter((one) => memberOf.has(one.instanceId));
  const main = group.launchTemplate ?? mixed?.launchTemplate ?? null;
  const template = main === null ? null : resolve(main, templates);
  const overrides = (mixed?.overrides ?? []).map((one) => resolve(one, templates));
  const launched = members.flatMap(({ launchTemplate, launchConfigurationName: name }) => {
    if (launchTemplate) return [versionKey(launchTemplate.id, Number(launchTemplate.version))];
    return name ? [configurationKey(name)] : [];
  });
  const documents = distinct([
    ...[template, ...overrides].flatMap((one) => (one === null || one.resolved === null ? [] : [versionKey(one.id, one.resolved)])),
    ...(launchConfigurationName === null ? [] : [configurationKey(launchConfigurationName)]),
    ...launched,
    ...instances.map((one) => userDataOf(one, memberOf.get(one.instanceId) ?? null)),
  ]);
  return {
    kind: 'auto-scaling-group',
    name: group.name,
    identity: group.name,
    ...{ group, instances, members, template, overrides, launchConfigurationName, documents },
    templateIds: templateIdsOf(documents),
    tags: { ...instances[0]?.tags, ...(template && templates.get(template.id)?.tags), ...group.tags },
  };
}

/** Groups as their instances' tags name them, where Auto Scaling did not answer: what they launch is not known. */
function groupsByTag(instances: InstanceFacts[]): GroupFacts[] {
  const tagged = Map.groupBy(
    instances.filter(({ tags }) => tags[tagOfGroup] !== undefined),
    ({ tags }) => tags[tagOfGroup] ?? '',
  );
  return [...tagged].map(([name, own]) => ({
    ...{ name, arn: '', launchTemplate: null, launchConfigurationName: null, mixedInstancesPolicy: null, tags: {} },
    ...{ minSize: 0, maxSize: 0, desiredCapacity: own.length },
    members: own.map(memberByTag),
  }));
}

/** A group's instances come and go while a scan goes on: one that was launched, or is being ended, between the two lists has the group's tag alone. */
function withTagged(group: GroupFacts, instances: readonly InstanceFacts[]): GroupFacts {
  const listed = new Set(group.members.map(({ instanceId }) => instanceId));
  const tagged = instances.filter(({ instanceId, tags }) => tags[tagOfGroup] === group.name && !listed.has(instanceId));
  return tagged.length === 0 ? group : { ...group, members: [...group.members, ...tagged.map(memberByTag)] };
}

const memberByTag = ({ instanceId }: InstanceFacts): GroupMember => ({
  ...{ instanceId, lifecycleState: '', healthStatus: '', launchTemplate: null, launchConfigurationName: null },
});

function instanceSource(instance: InstanceFacts, templates: ReadonlyMap<string, TemplateFacts>): Ec2Source {
  const { instanceId, name, tags } = instance;
  const id = tags[tagOfTemplate];
  const reference = id === undefined ? null : { id, name: templates.get(id)?.name ?? id, version: tags[tagOfVersion] ?? '' };
  const template = reference === null ? null : { ...reference, resolved: Number(reference.version) || null };
  return {
    ...bare,
    kind: 'instance',
    name: name ?? instanceId,
    identity: instanceId,
    instances: [instance],
    template,
    // It may have been launched with user data of its own, whatever the template says.
    documents: [{ source: 'instance', id: instanceId, version: 0 }],
    templateIds: id === undefined ? [] : [id],
    tags,
  };
}

function templateSource(template: TemplateFacts): Ec2Source {
  const { id, name, defaultVersion, tags } = template;
  const documents = [versionKey(id, defaultVersion)];
  const own = { id, name, version: '$Default', resolved: defaultVersion };
  return { ...bare, kind: 'launch-template', name, identity: id, template: own, documents, templateIds: [id], tags };
}

const configurationSource = (name: string): Ec2Source => ({
  ...bare,
  kind: 'launch-configuration',
  name,
  identity: name,
  launchConfigurationName: name,
  documents: [configurationKey(name)],
});

const bare = {
  group: null,
  instances: [] as InstanceFacts[],
  members: [] as GroupMember[],
  template: null,
  overrides: [] as ResolvedTemplate[],
  launchConfigurationName: null,
  templateIds: [] as string[],
  tags: {} as Record<string, string>,
};

const versionKey = (id: string, version: number): DocumentKey => ({ source: 'launch-template-version', id, version });
const configurationKey = (id: string): DocumentKey => ({ source: 'launch-configuration', id, version: 0 });
const isConfiguration = ({ source }: DocumentKey): boolean => source === 'launch-configuration';
const templateIdsOf = (keys: DocumentKey[]) => [
  ...new Set(keys.filter(({ source }) => source === 'launch-template-version').map(({ id }) => id)),
];
const distinct = (keys: DocumentKey[]): DocumentKey[] => [...new Map(keys.map((one) => [documentKeyOf(one), one])).values()];
