import type { LineFinding } from './contract.ts';
import { parseHcl } from './hcl-body.ts';
import type { HclBlock, HclBody } from './hcl-syntax.ts';
import { HclValues } from './hcl-values.ts';
import type { FoundDocument, FoundInFile } from './lint-document.ts';
import { TextProblem } from './located.ts';
import type { StandIns } from './stand-ins.ts';
import { policyOfDataSource } from './terraform-policy-document.ts';

/** Resources whose attribute of this name is a policy of a user or role. */
const policyAttributes: Record<string, string> = {
  aws_iam_policy: 'policy',
  aws_iam_role_policy: 'policy',
  aws_iam_user_policy: 'policy',
  aws_iam_group_policy: 'policy',
};

/** Policies and trusts of a Terraform file (A3, A12, A13, B4, B8). Throws TextProblem where it is no HCL. */
export function readTerraform(text: string, standIns: StandIns): FoundInFile {
  const file = parseHcl(text);
  const values = new HclValues(file, standIns);
  const documents: FoundDocument[] = [];
  const findings: LineFinding[] = [];
  const trustSources = new Set(
    file.blocks.filter((block) => isResource(block, 'aws_iam_role')).flatMap((block) => sourceOf(block.body, 'assume_role_policy') ?? []),
  );
  for (const block of file.blocks) {
    const [type = '', label = ''] = block.labels;
    if (block.type === 'data' && type === 'aws_iam_policy_document') {
      const { document, unread } = policyOfDataSource(block, values);
      const isTrust =
        trustSources.has(label) || (!/not_?resources|resources/.test(attributeNames(block)) && /principals/.test(attributeNames(block)));
      documents.push({ name: `data.${type}.${label}`, kind: isTrust ? 'trust' : 'policy', value: document });
      findings.push(...unread.map(({ line, text: what }) => notResolved(line, what)));
    }
    if (block.type !== 'resource') continue;
    const attribute = type === 'aws_iam_role' ? 'assume_role_policy' : policyAttributes[type];
    const kind = type === 'aws_iam_role' ? 'trust' : 'policy';
    if (attribute !== undefined) documents.push(...documentIn(block.body, attribute, `${type}.${label}`, kind, values, findings));
    for (const inline of block.body.blocks.filter((one) => type === 'aws_iam_role' && one.type === 'inline_policy')) {
      documents.push(...documentIn(inline.body, 'policy', `${type}.${label}, inline`, 'policy', values, findings));
    }
    if (type === 'aws_iam_policy_attachment') findings.push(exclusive(block));
  }
  return { documents, findings: [...findings, ...profilesPastTheChain(file, documents)] };
}

function documentIn(
  body: HclBody,
  attribute: string,
  name: string,
  kind: FoundDocument['kind'],
  values: HclValues,
  findings: LineFinding[],
): FoundDocument[] {
  const found = body.attributes.find((one) => one.name === attribute);
  if (found === undefined) return [];
  try {
    const value = values.document(found.value);
    if (value !== null) return [{ name, kind, value }];
    if (sourceOf(body, attribute) === null) findings.push(notResolved(found.line, `${attribute} = ${found.value.text.slice(0, 80)}`));
  } catch (error) {
    if (!(error instanceof TextProblem)) throw error;
    findings.push({
      code: 'malformed-policy',
      severity: 'block',
      line: error.line,
      message: `Not JSON: ${error.message}`,
      fix: 'Write the policy as JSON, or with jsonencode',
    });
  }
  return [];
}

/** The label of the data source that an attribute takes its document from, or null. */
function sourceOf(body: HclBody, attribute: string): string | null {
  const text = body.attributes.find(({ name }) => name === attribute)?.value.text ?? '';
  return /data\.aws_iam_policy_document\.([\w-]+)(?:\[[^\]]*\])?\.(?:json|minified_json)/.exec(text)?.[1] ?? null;
}

const notResolved = (line: number, what: string): LineFinding => ({
  code: 'not-resolved',
  severity: 'unread',
  line,
  message: `Known only when it is deployed, so not judged: ${what}`,
  fix: 'Look at it where it comes from',
});

/** A13. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_policy_attachment */
const exclusive = (block: HclBlock): LineFinding => ({
  code: 'exclusive-attachment',
  severity: 'warn',
  line: block.line,
  message:
    'aws_iam_policy_attachment takes the policy away from every user, group and role that is not listed here, those of other configurations too',
  fix: 'Use aws_iam_role_policy_attachment, which attaches one policy to one role',
});

/** B4: a profile of a role that others assume hands it to instances directly, past them; worse than needless where nothing uses it. */
function profilesPastTheChain(file: HclBody, documents: readonly FoundDocument[]): LineFinding[] {
  return file.blocks.flatMap((block): LineFinding[] => {
    if (!isResource(block, 'aws_iam_instance_profile')) return [];
    const role = /aws_iam_role\.([\w-]+)\./.exec(block.body.attributes.find(({ name }) => name === 'role')?.value.text ?? '')?.[1];
    const trust = documents.find(({ name, kind }) => kind === 'trust' && name === `aws_iam_role.${role}`);
    const source =
      role &&
      sourceOf(
        file.blocks.find((one) => isResource(one, 'aws_iam_role') && one.labels[1] === role)?.body ?? block.body,
        'assume_role_policy',
      );
    const held = trust ?? documents.find(({ name }) => source && name === `data.aws_iam_policy_document.${source}`);
    if (held === undefined || !namesCaller(held)) return [];
    const label = block.labels[1] ?? '';
    const used = file.blocks.some((one) => one !== block && uses(one.body, new RegExp(`aws_iam_instance_profile\\.${label}\\b`)));
    return [
      {
        code: used ? 'profile-past-chain' : 'unused-profile',
        severity: 'warn',
        line: block.line,
        message: `${used ? '' : 'Nothing in this file uses this profile. '}It puts the role ${role}, which is meant to be assumed, on an instance directly`,
        fix: 'Take the profile away, and the service from the trust policy of the role',
      },
    ];
  });
}

/** Does a trust name users or roles? */
function namesCaller({ value }: FoundDocument): boolean {
  return JSON.stringify(value).includes('"key":"AWS"');
}

const uses = (body: HclBody, pattern: RegExp): boolean =>
  body.attributes.some(({ value }) => pattern.test(value.text)) || body.blocks.some((block) => uses(block.body, pattern));

const isResource = ({ type, labels }: HclBlock, kind: string): boolean => type === 'resource' && labels[0] === kind;

/** Names of attributes and blocks of a data source's statements, in one text. */
const attributeNames = ({ body }: HclBlock): string =>
  body.blocks.flatMap((one) => [...one.body.attributes.map(({ name }) => name), ...one.body.blocks.map(({ type }) => type)]).join(' ');
