import {
  Compatibility,
  DesiredStatus,
  IpcMode,
  LaunchType,
  NetworkMode,
  PidMode,
  SortOrder,
  TaskDefinitionStatus,
} from '@aws-sdk/client-ecs';
import { AwsFault } from '../service.ts';

/** Members whose value must be one of a few words, with those words. The SDKs do not check them. */
const words: Record<string, readonly string[]> = {
  networkMode: Object.values(NetworkMode),
  pidMode: Object.values(PidMode),
  ipcMode: Object.values(IpcMode),
  requiresCompatibilities: Object.values(Compatibility),
  launchType: Object.values(LaunchType),
  desiredStatus: Object.values(DesiredStatus),
  status: Object.values(TaskDefinitionStatus),
  sort: Object.values(SortOrder),
};

/** Throws when one of the named members of an input holds a word that ECS does not know. */
export function requireWords(input: object, names: readonly string[], code = 'InvalidParameterException'): void {
  const members = input as Record<string, unknown>;
  for (const name of names) {
    for (const value of [members[name] ?? []].flat()) {
      const known = words[name] ?? [];
      if (!known.includes(String(value))) throw new AwsFault(code, `${name} should be one of [${known.join(', ')}].`);
    }
  }
}
