import type { CreateLaunchConfigurationType, LaunchConfiguration } from '@aws-sdk/client-auto-scaling';
import { names } from './names.ts';

/**
 * The document's copy: all that was set, under another name, with the role, without the two `export` lines of the key. What AWS shows and does
 * not take, and what it shows empty, is left out.
 */
export function copyForDrill(original: LaunchConfiguration | undefined): CreateLaunchConfigurationType {
  if (original === undefined) throw new Error(`There is no launch configuration ${names.launchConfiguration}.`);
  const { LaunchConfigurationARN: _arn, CreatedTime: _created, UserData = '', ...rest } = original;
  const set = Object.entries(rest).filter(([, value]) => value !== '' && !(Array.isArray(value) && value.length === 0));
  return {
    ...Object.fromEntries(set),
    LaunchConfigurationName: names.copy,
    IamInstanceProfile: names.role,
    UserData: Buffer.from(withoutKeyLines(Buffer.from(UserData, 'base64').toString('utf8'))).toString('base64'),
  };
}

const withoutKeyLines = (script: string): string => script.replaceAll(/^export AWS_(SECRET_)?ACCESS_KEY=.*\n/gm, '');
