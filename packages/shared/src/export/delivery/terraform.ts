import { accountOf, iamNameOf, partitionOf } from '../../aws/arn.ts';
import type { Delivery, DeliveryFile } from '../delivery.ts';
import { variablesOfName } from './session-name.ts';

/**
 * The provider block by which Terraform assumes the role itself, so that no script is needed (document 004). Of a longer chain the provider
 * takes the AWS config file: `assume_role` is one link. Account, partition, Region and external id are variables. Source: the provider's
 * documentation, "Authentication and Configuration".
 */
export function terraformFiles(delivery: Delivery): DeliveryFile[] {
  return delivery.links.length === 1 ? oneLink(delivery) : byConfigFile(delivery);
}

function oneLink({ region, links }: Delivery): DeliveryFile[] {
  return links.flatMap((link) => {
    const role = iamNameOf(link.roleArn, 'role');
    const asks = link.externalId !== 'none';
    const named = link.sessionName !== null;
    const members = {
      role_arn: `"arn:\${var.partition}:iam::\${var.role_account_id}:role${role?.path}${role?.name}"`,
      ...(asks ? { external_id: 'var.external_id' } : {}),
      ...(named ? { session_name: 'var.session_name' } : {}),
      ...(link.durationSeconds === null ? {} : { duration: `"${link.durationSeconds}s"` }),
    };
    const content = [
      variable('partition', 'Partition of the role: aws, aws-cn or aws-us-gov.'),
      variable('region', 'Region that is worked in.'),
      variable('role_account_id', 'Account of the role.'),
      ...(asks ? [variable('external_id', 'External id that the trust policy of the role asks for.', true)] : []),
      ...(named ? [variable('session_name', 'Name of the session, as CloudTrail shows it.')] : []),
      `provider "aws" {\n  region = var.region\n\n  assume_role {\n${aligned(members, '    ')}  }\n}\n`,
    ].join('\n');
    const values = {
      partition: `"${partitionOf(link.roleArn)}"`,
      region: `"${region}"`,
      role_account_id: `"${accountOf(link.roleArn)}"`,
      ...(link.sessionName !== null && variablesOfName(link.sessionName).length === 0 ? { session_name: `"${link.sessionName}"` } : {}),
    };
    return files(content, values, asks ? ' The external id comes from TF_VAR_external_id.' : '');
  });
}

function byConfigFile({ region, application }: Delivery): DeliveryFile[] {
  const content = [
    variable('region', 'Region that is worked in.'),
    variable('aws_config_file', 'AWS config file that holds the chain.'),
    `provider "aws" {\n${aligned({ region: 'var.region', profile: '"default"', shared_config_files: '[var.aws_config_file]' }, '  ')}}\n`,
  ].join('\n');
  const values = { region: `"${region}"`, aws_config_file: `"${application.configFile}"` };
  return files(content, values, ' The chain itself is in the AWS config file.');
}

const files = (content: string, values: Record<string, string>, more: string): DeliveryFile[] => [
  {
    name: 'provider.tf',
    form: 'terraform',
    language: 'hcl',
    content,
    note: `Terraform assumes the role and renews the session while it runs.${more}`,
  },
  {
    name: 'terraform.tfvars',
    form: 'terraform',
    language: 'hcl',
    content: aligned(values, ''),
    note: 'The values for this chain. Another account, partition or Region needs another file of these and nothing else.',
  },
];

const variable = (name: string, description: string, sensitive = false): string => {
  const members = { description: `"${description}"`, type: 'string', ...(sensitive ? { sensitive: 'true' } : {}) };
  return `variable "${name}" {\n${aligned(members, '  ')}}\n`;
};

/** As `terraform fmt` aligns neighbouring arguments. */
function aligned(members: Record<string, string>, indent: string): string {
  const width = Math.max(...Object.keys(members).map((name) => name.length));
  return Object.entries(members)
    .map(([name, value]) => `${indent}${name.padEnd(width)} = ${value}\n`)
    .join('');
}
