import type { SettingName } from '@aws-sdk/client-ecs';
import { ecsOf } from '../../state/ecs.ts';
import type { CallContext, Handlers } from '../service.ts';

type Ecs = typeof import('@aws-sdk/client-ecs');

const defaults: Partial<Record<SettingName, string>> = {
  serviceLongArnFormat: 'enabled',
  taskLongArnFormat: 'enabled',
  containerInstanceLongArnFormat: 'enabled',
  awsvpcTrunking: 'disabled',
  containerInsights: 'disabled',
  fargateTaskRetirementWaitPeriod: '7',
  tagResourceAuthorization: 'on',
};

/** Keeps what is set and shows it; nothing here behaves otherwise for it. */
function put(name: SettingName, value: string, principalArn: string, context: CallContext) {
  const ecs = ecsOf(context.account, context.region);
  const setting = { name, value, principalArn, type: 'user' as const };
  ecs.settings = [...ecs.settings.filter((other) => other.name !== name || other.principalArn !== principalArn), setting];
  return { setting };
}

const rootArn = ({ account }: CallContext): string => `arn:${account.partition}:iam::${account.id}:root`;

export const accountSettingHandlers: Handlers<Ecs> = {
  ListAccountSettings({ name, value, principalArn, effectiveSettings }, context) {
    const { settings } = ecsOf(context.account, context.region);
    const own = settings.filter((setting) => principalArn === undefined || setting.principalArn === principalArn);
    const missing = Object.entries(defaults).filter(([key]) => !own.some((setting) => setting.name === key));
    const shown = effectiveSettings
      ? [
          ...own,
          ...missing.map(([key, text]) => ({
            name: key as SettingName,
            value: text,
            principalArn: rootArn(context),
            type: 'user' as const,
          })),
        ]
      : own;
    return { settings: shown.filter((setting) => (!name || setting.name === name) && (!value || setting.value === value)) };
  },
  PutAccountSetting: ({ name, value, principalArn }, context) =>
    put(name ?? 'containerInsights', value ?? '', principalArn ?? context.principal.roleArn ?? context.principal.arn, context),
  PutAccountSettingDefault: ({ name, value }, context) => put(name ?? 'containerInsights', value ?? '', rootArn(context), context),
};
