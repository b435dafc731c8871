import { launchSandbox, SandboxNotStarted } from '@rolewright/sandbox/launch.ts';
import { AppError } from '@rolewright/shared/error.ts';
import { Secret } from '@rolewright/shared/secret.ts';
import type { SandboxAccess } from './aws/sandbox-credentials.ts';
import type { Config } from './config.ts';
import { StartError } from './start-error.ts';

export interface Sandbox extends SandboxAccess {
  /** It was running already, left by a console that was killed. */
  attached: boolean;
  /** What its accounts were built from. */
  estate: Config['sandbox']['estate'];
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the sandbox as a process of its own, or attaches to the one that lives. */
export async function startSandbox(config: Config, version: string): Promise<Sandbox> {
  try {
    const { port, ...settings } = config.sandbox;
    const { url, adminToken, attached, estate, stop } = await launchSandbox({ dataDir: config.dataDir, port, settings, version });
    const token = new Secret(adminToken);
    return { url, token, attached, estate, stop, reset: () => resetSandbox(url, token) };
  } catch (error) {
    if (error instanceof SandboxNotStarted) throw new StartError(error.message);
    throw error;
  }
}

/** Asks the sandbox to build itself anew. */
export async function resetSandbox(url: string, token: Secret<string>): Promise<void> {
  const answer = await fetch(new URL('/_sandbox/reset', url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token.reveal()}` },
  }).catch(() => null);
  if (answer?.ok !== true) throw new AppError('unavailable', 'The sandbox did not answer. Start the console again.');
}
