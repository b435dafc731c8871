import { iniSections } from './boot/ini.ts';

/** Profiles of the shared config and credentials files: profile → setting → value. */
export type Profiles = Record<string, Record<string, string>>;

type Files = Readonly<Record<string, string>>;

/**
 * The profiles that a process finds on its disk, where `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` say, else in root's home. In the config
 * file every profile but `default` is headed `[profile name]`; of a setting in both files that of the credentials file counts. Source: AWS SDKs
 * and Tools reference guide, shared config and credentials files.
 */
export function profilesOn(files: Files, environment: Readonly<Record<string, string>>): Profiles {
  const config = iniSections(files[environment.AWS_CONFIG_FILE || '/root/.aws/config'] ?? '');
  const credentials = iniSections(files[environment.AWS_SHARED_CREDENTIALS_FILE || '/root/.aws/credentials'] ?? '');
  const profiles: Profiles = {};
  for (const [header, settings] of config) {
    const name = /^profile\s+(.+)$/.exec(header)?.[1] ?? (header === 'default' ? header : null);
    if (name !== null) profiles[name] = { ...profiles[name], ...Object.fromEntries(settings) };
  }
  for (const [name, settings] of credentials) profiles[name] = { ...profiles[name], ...Object.fromEntries(settings) };
  return profiles;
}
