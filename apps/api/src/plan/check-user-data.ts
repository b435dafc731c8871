import { editedDiff } from '@rolewright/shared/diff/edited-diff.ts';
import { folded } from '@rolewright/shared/diff/line-diff.ts';
import { AppError } from '@rolewright/shared/error.ts';
import { absent, known, type Reading } from '@rolewright/shared/inventory/reading.ts';
import type { UserDataCheck, UserDataCheckAnswer, UserDataPlace } from '@rolewright/shared/plan/user-data-check.ts';
import { Secret } from '@rolewright/shared/secret.ts';
import { editDocument, whyNotEditable } from '@rolewright/shared/user-data/edit-document.ts';
import { inspectUserData } from '@rolewright/shared/user-data/inspect.ts';
import type { AwsPort } from '../aws/port.ts';
import type { Context } from '../deps.ts';
import { bytesOf } from './inspected-user-data.ts';

/**
 * POST /api/plans/user-data: user data read from AWS now, inspected, and inspected again with a person's edits. What is hidden in it goes no
 * further than this; nothing is kept. Throws AppError `stale` where it is not the document that the edits were made on, `not-found` for an account.
 */
export async function checkUserData(
  { deps }: Context,
  { accountId, region, place, ...asked }: UserDataCheck,
): Promise<UserDataCheckAnswer> {
  const reading = await base64At(await deps.aws.port(accountId, region), place);
  if (reading.state !== 'known') return reading;
  const base64 = reading.value.reveal();
  const fingerprint = deps.fingerprint(base64);
  if (asked.fingerprint !== undefined && asked.fingerprint !== fingerprint) {
    const moved = 'The user data was changed since it was read.';
    throw new AppError('stale', `${moved} Read it again, and edit it anew.`, { moved: [moved] });
  }
  const bytes = bytesOf(base64);
  const { lines, verdict, findings } = inspectUserData(bytes);
  const { bytes: _secret, ...edited } = editDocument(bytes, asked.edits);
  const before = lines.map((line) => ({ ...line, change: 'same' as const }));
  const diff = folded(editedDiff(before, asked.edits, edited.lines).lines);
  return {
    state: 'known',
    fingerprint,
    lines: before,
    verdict,
    findings,
    whyNotEditable: whyNotEditable(bytes),
    edited: { ...edited, diff },
  };
}

async function base64At(port: AwsPort, place: UserDataPlace): Promise<Reading<Secret<string>>> {
  if ('instanceId' in place) {
    const reading = await port.read.userData(place.instanceId);
    if (reading.state !== 'known') return reading;
    return reading.value === null ? absent : known(reading.value);
  }
  const launch =
    'launchConfigurationName' in place
      ? await port.read.launchConfiguration(place.launchConfigurationName)
      : await port.read.launchTemplateVersion(place.launchTemplateId, place.version);
  if (launch.state !== 'known') return launch;
  const { UserData } = launch.value.data.reveal() as { UserData?: unknown };
  return typeof UserData === 'string' && UserData !== '' ? known(new Secret(UserData)) : absent;
}
