import { AwsFault } from '../service.ts';

/** Bytes of user data before base64 (D-67). */
const mostUserData = 16_384;

/** User data as it was sent, if it is base64 of at most 16 KB. Throws InvalidUserData.Malformed or InvalidParameterValue. */
export function checkedUserData(text: string): string {
  const bare = text.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(bare) || bare.replace(/=+$/, '').length % 4 === 1) {
    throw new AwsFault('InvalidUserData.Malformed', 'Invalid BASE64 encoding of user data.');
  }
  if (Buffer.from(bare, 'base64').length > mostUserData) {
    throw new AwsFault('InvalidParameterValue', `User data is limited to ${mostUserData} bytes`);
  }
  return text;
}
