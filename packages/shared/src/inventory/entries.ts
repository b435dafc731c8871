import { isCredentialVariable } from '../aws/task-definition.ts';
import { classifyValue } from '../findings/classify.ts';
import { isMasked, type MaybeMasked } from '../findings/masked.ts';
import type { EnvironmentEntry } from './workload.ts';

type Entry = { name?: unknown; value?: unknown; valueFrom?: unknown };

/** Rows of a container's environment table from a masked document: `environment`, `secrets` and `environmentFiles`. */
export function entriesOfContainer(container: Record<string, unknown>): EnvironmentEntry[] {
  return [
    ...entriesOf(container.environment, 'environment'),
    ...list(container.secrets).map((secret) => reference(String(secret.name ?? ''), String(secret.valueFrom ?? ''), 'secrets')),
    ...list(container.environmentFiles).map((file) => reference(String(file.value ?? ''), String(file.value ?? ''), 'environment-file')),
  ];
}

/** Rows of one masked `environment` list. */
export function entriesOf(environment: unknown, source: 'environment' | 'override'): EnvironmentEntry[] {
  return list(environment).map(({ name, value }) => entry(String(name ?? ''), (value ?? '') as MaybeMasked, source));
}

function entry(name: string, value: MaybeMasked, source: 'environment' | 'override'): EnvironmentEntry {
  const fate = isCredentialVariable(name) ? 'removed' : 'kept';
  if (!isMasked(value)) {
    const shown = classifyValue(name, value).class === 'plain' ? value : null;
    return { name, value: shown, masked: null, class: 'setting', source, fate };
  }
  const { fingerprint, keyId = null, class: maskedClass } = value.$masked;
  return { name, value: null, masked: { fingerprint, keyId }, class: classOf(name, maskedClass, keyId), source, fate };
}

function classOf(name: string, maskedClass: string, keyId: string | null): EnvironmentEntry['class'] {
  if (isCredentialVariable(name) || keyId !== null || maskedClass === 'secret-access-key') return 'static-key';
  return maskedClass === 'unsure' ? 'setting' : 'other-secret';
}

function reference(name: string, value: string, source: 'secrets' | 'environment-file'): EnvironmentEntry {
  return { name, value, masked: null, class: 'reference', source, fate: 'kept' };
}

const list = (value: unknown): Entry[] => (Array.isArray(value) ? (value as Entry[]) : []);
