import { roleNameOf } from '../../aws/arn.ts';
import type { Delivery, DeliveryFile, DeliveryLink } from '../delivery.ts';
import { credentialSourceOf } from './credential-source.ts';
import { shellVariable } from './variable-arn.ts';

/**
 * The AWS config file that makes SDKs walk the chain and refresh it by themselves: the last role is the default profile, and each profile
 * has exactly one of credential_source and source_profile, a Region, and no static key (D-07, D-08). For one link with an external id it is
 * the file of document 000, byte for byte. Source: AWS SDKs and Tools reference, assume role credential provider.
 */
export function awsConfig({ region, caller, links }: Delivery): string {
  const names = links.map((link, index) => (index === links.length - 1 ? 'default' : `link-${index + 1}-${roleNameOf(link.roleArn)}`));
  const sections = links.map((link, index) =>
    [
      names[index] === 'default' ? '[default]' : `[profile ${names[index]}]`,
      `region = ${region}`,
      `role_arn = ${link.roleArn}`,
      ...(link.externalId === 'none' ? [] : [`external_id = ${externalIdText(link, index)}`]),
      index === 0 ? `credential_source = ${credentialSourceOf[caller.kind]}` : `source_profile = ${names[index - 1]}`,
      ...(link.sessionName === null ? [] : [`role_session_name = ${link.sessionName}`]),
      ...(link.durationSeconds === null ? [] : [`duration_seconds = ${link.durationSeconds}`]),
      '',
    ].join('\n'),
  );
  return sections.reverse().join('\n');
}

/** No external id may hold `$` or braces, so that a placeholder that was left never passes for an id. */
const externalIdText = ({ externalId }: DeliveryLink, index: number): string =>
  typeof externalId === 'object' ? externalId.value : shellVariable(`ROLE_${index + 1}_EXTERNAL_ID`);

export function awsConfigFile(delivery: Delivery): DeliveryFile {
  const open = delivery.links.some(({ externalId }) => externalId === 'placeholder');
  return {
    name: 'aws-config',
    form: 'aws-config',
    language: 'ini',
    content: awsConfig(delivery),
    note: `The content of the secret. AWS_CONFIG_FILE points to it; every SDK then assumes the role${delivery.links.length > 1 ? 's' : ''} and refreshes in time, without a change of code.${
      open ? ` Put the external id in the place of ${shellVariable('ROLE_…_EXTERNAL_ID')} before it is stored.` : ''
    }`,
  };
}
