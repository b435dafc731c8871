import { AppError } from '@rolewright/shared/error.ts';
import { recordAudit } from '../audit/record.ts';
import type { Context } from '../deps.ts';
import { hashOf, newToken } from './tokens.ts';

export const codeLifeMinutes = 10;
export const sessionHours = 12;

/** Makes a one-time code for the printed address. Only its hash is kept. */
export async function issueSignInCode(ctx: Context): Promise<{ code: string; expiresAt: string }> {
  const { db, now } = ctx.deps;
  const code = newToken();
  const expiresAt = new Date(now().getTime() + codeLifeMinutes * 60_000);
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('sign_in_code').where('expires_at', '<', now()).execute();
    await trx
      .insertInto('sign_in_code')
      .values({ code_hash: hashOf(code), expires_at: expiresAt, used_at: null })
      .execute();
    const summary = 'Made a one-time sign-in code.';
    await recordAudit(trx, ctx, { action: 'sign-in-code.create', target: 'console', accountId: null, summary });
  });
  return { code, expiresAt: expiresAt.toISOString() };
}

/**
 * Trades a code for a session and gives back the cookie's value. A code works once and for ten minutes; the update decides which of two
 * simultaneous attempts has it.
 */
export async function signIn(ctx: Context, code: string): Promise<{ token: string; expiresAt: Date }> {
  const { db, now } = ctx.deps;
  const token = newToken();
  const expiresAt = new Date(now().getTime() + sessionHours * 3_600_000);
  await db.transaction().execute(async (trx) => {
    const used = await trx
      .updateTable('sign_in_code')
      .set({ used_at: now() })
      .where('code_hash', '=', hashOf(code))
      .where('used_at', 'is', null)
      .where('expires_at', '>', now())
      .executeTakeFirst();
    if (used.numUpdatedRows !== 1n) {
      throw new AppError(
        'not-signed-in',
        'This sign-in code is used up, older than ten minutes, or not ours. Run npm start again for a fresh address.',
      );
    }
    await trx.deleteFrom('session').where('expires_at', '<', now()).execute();
    await trx
      .insertInto('session')
      .values({ id_hash: hashOf(token), created_at: now(), expires_at: expiresAt })
      .execute();
    await recordAudit(trx, ctx, { action: 'sign-in', target: 'console', accountId: null, summary: 'Signed in with a one-time code.' });
  });
  return { token, expiresAt };
}

/** Refusals that are written down in one minute; more of them say nothing new and would fill the audit, which nobody can empty. */
const mostRefusalsPerMinute = 10;

/** Writes down that somebody came with a code that is not good. */
export function refusalRecorder(): (ctx: Context) => Promise<void> {
  let minute = 0;
  let written = 0;
  return async (ctx) => {
    const now = Math.floor(ctx.deps.now().getTime() / 60_000);
    written = now === minute ? written + 1 : 1;
    minute = now;
    if (written > mostRefusalsPerMinute) return;
    const summary = 'Refused a sign-in: the code was used up, too old, or not ours.';
    await recordAudit(ctx.deps.db, ctx, { action: 'sign-in.refused', target: 'console', accountId: null, summary });
  };
}

/** Ends a session; the cookie is worth nothing afterwards. */
export async function signOut(ctx: Context, sessionId: string | null): Promise<void> {
  await ctx.deps.db.transaction().execute(async (trx) => {
    if (sessionId !== null) await trx.deleteFrom('session').where('id_hash', '=', sessionId).execute();
    await recordAudit(trx, ctx, { action: 'sign-out', target: 'console', accountId: null, summary: 'Signed out.' });
  });
}
