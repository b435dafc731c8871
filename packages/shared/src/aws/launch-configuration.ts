/** A launch configuration as Auto Scaling describes it; members that this code does not name are carried all the same. */
export interface LaunchConfiguration {
  LaunchConfigurationName: string;
  ImageId: string;
  InstanceType: string;
  UserData?: string;
  IamInstanceProfile?: string;
  [member: string]: unknown;
}

/** What a migration changes, and nothing else. `null`: the member goes; left out: it stays. */
export interface LaunchEdits {
  /** Name or ARN of the instance profile. */
  iamInstanceProfile?: string;
  /** Base64, as AWS takes it. */
  userData?: string | null;
  /** In AWS' words; other metadata options stay. */
  metadataOptions?: { HttpTokens: string; HttpPutResponseHopLimit: number };
}

/** Members that describe an object that exists already and that Create does not take. */
const outputOnly = ['LaunchConfigurationARN', 'CreatedTime'];

/**
 * Input of CreateLaunchConfiguration for a copy under a new name (launch configurations cannot be changed, D-71): every member is carried but
 * what only an answer has. Describe answers `""` and `[]` for what was never set, which Create refuses, so these are left out.
 */
export function copyOfLaunchConfiguration(described: LaunchConfiguration, name: string, edits: LaunchEdits): Record<string, unknown> {
  const carried = Object.entries(described).filter(([member, value]) => !outputOnly.includes(member) && isSet(value));
  return { ...withEdits(Object.fromEntries(carried), edits), LaunchConfigurationName: name };
}

function withEdits(
  input: Record<string, unknown>,
  { iamInstanceProfile, userData, metadataOptions }: LaunchEdits,
): Record<string, unknown> {
  const { UserData, ...rest } = input;
  const text = userData === undefined ? UserData : userData;
  return {
    ...rest,
    ...(isSet(text) ? { UserData: text } : {}),
    ...(iamInstanceProfile === undefined ? {} : { IamInstanceProfile: iamInstanceProfile }),
    ...withMetadataOptions(rest.MetadataOptions, metadataOptions),
  };
}

/** The member MetadataOptions with what changes in it; nothing where nothing does. */
export function withMetadataOptions(described: unknown, edits: LaunchEdits['metadataOptions']): Record<string, unknown> {
  if (edits === undefined) return {};
  return { MetadataOptions: { ...(typeof described === 'object' && described !== null ? described : {}), ...edits } };
}

/** false for the empty text, the empty list and what is not there: Describe's ways to say "never set". */
export const isSet = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
