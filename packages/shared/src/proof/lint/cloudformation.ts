import type { FoundInFile } from './lint-document.ts';
import { type Entry, itemsOf, type Located, memberOf, textOf } from './located.ts';
import type { StandIns } from './stand-ins.ts';

/** Properties that hold a policy, by type of resource. */
const policyProperties: Record<string, string> = {
  'AWS::IAM::ManagedPolicy': 'PolicyDocument',
  'AWS::IAM::Policy': 'PolicyDocument',
  'AWS::IAM::RolePolicy': 'PolicyDocument',
  'AWS::IAM::UserPolicy': 'PolicyDocument',
  'AWS::IAM::GroupPolicy': 'PolicyDocument',
};

/**
 * Policies and trusts of a CloudFormation template (A3, A12, B8). `template` is parsed already, from JSON or YAML, with short functions such as
 * `!Sub` in their long form.
 */
export function readCloudFormation(template: Located, standIns: StandIns): FoundInFile {
  const resources = memberOf(template, 'Resources');
  const entries = resources?.kind === 'map' ? resources.entries : [];
  const documents = entries.flatMap(({ key, value }) => {
    const type = textOf(memberOf(value, 'Type')) ?? '';
    const properties = memberOf(value, 'Properties');
    const found = (name: string, kind: 'policy' | 'trust', document: Located | undefined) =>
      document === undefined ? [] : [{ name, kind, value: resolve(document, template, standIns) }];
    const inline = itemsOf(memberOf(properties, 'Policies')).flatMap((one) =>
      found(`${key} ${textOf(memberOf(one, 'PolicyName')) ?? ''}`.trim(), 'policy', memberOf(one, 'PolicyDocument')),
    );
    const own = policyProperties[type];
    return [
      ...(type === 'AWS::IAM::Role' ? found(key, 'trust', memberOf(properties, 'AssumeRolePolicyDocument')) : []),
      ...(/^AWS::IAM::(Role|User|Group)$/.test(type) ? inline : []),
      ...(own === undefined ? [] : found(key, 'policy', memberOf(properties, own))),
    ];
  });
  return { documents, findings: [] };
}

/** Intrinsic functions → what stands for them. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
function resolve(value: Located, template: Located, standIns: StandIns): Located {
  const again = (one: Located) => resolve(one, template, standIns);
  if (value.kind === 'list') return { ...value, items: value.items.map(again) };
  if (value.kind !== 'map') return value;
  const [only, ...more] = value.entries;
  if (only === undefined || more.length > 0 || !/^(Ref|Fn::[A-Za-z]+)$/.test(only.key)) {
    return { ...value, entries: value.entries.map((entry): Entry => ({ ...entry, value: again(entry.value) })) };
  }
  const text = (resolved: string): Located => ({ kind: 'scalar', value: resolved, line: value.line, endLine: value.endLine });
  return text(functionText(only, template, standIns) ?? standIns.unread(only.key));
}

function functionText({ key, value }: Entry, template: Located, standIns: StandIns): string | null {
  const own = textOf(value);
  if (key === 'Ref' && own !== null) return referenceText(own, template, standIns);
  if (key === 'Fn::GetAtt') {
    const path = own ?? itemsOf(value).map(textOf).join('.');
    return referenceText(path, template, standIns);
  }
  if (key === 'Fn::Sub') {
    const pattern = own ?? textOf(itemsOf(value)[0]);
    const given = itemsOf(value)[1];
    return (
      pattern?.replaceAll(/\$\{(!?)([^}]*)\}/g, (_all, literal: string, name: string) => {
        if (literal !== '') return `\${${name}}`;
        return memberOf(given, name) === undefined ? referenceText(name, template, standIns) : standIns.unread(name);
      }) ?? null
    );
  }
  if (key !== 'Fn::Join') return null;
  const [sign, list] = itemsOf(value);
  const parts = itemsOf(list).map((one) => textOf(resolve(one, template, standIns)));
  return parts.every((part) => part !== null) ? parts.join(textOf(sign) ?? '') : null;
}

function referenceText(name: string, template: Located, standIns: StandIns): string {
  if (name === 'AWS::AccountId') return standIns.account(name);
  if (name === 'AWS::Partition') return standIns.partition(name);
  if (name === 'AWS::Region') return standIns.region(name);
  const [id = '', attribute] = name.split('.');
  const type = textOf(memberOf(memberOf(memberOf(template, 'Resources'), id), 'Type'));
  if (type === 'AWS::IAM::Role' && attribute === 'Arn') return standIns.iam('role', id, name);
  if (type === 'AWS::IAM::User' && attribute === 'Arn') return standIns.iam('user', id, name);
  if (type === 'AWS::IAM::ManagedPolicy' && attribute === undefined) return standIns.iam('policy', id, name);
  if (type === 'AWS::S3::Bucket' && attribute === undefined) return standIns.bucket(name);
  return type === 'AWS::S3::Bucket' && attribute === 'Arn' ? standIns.bucketArn(name) : standIns.unread(name);
}
