/** What of document 003 the drill is about (estate/ec2/image-upload.ts), and what it makes: whoever meets that elsewhere reads that it is a drill's. */
export const names = {
  region: 'us-east-1',
  user: 'image-upload',
  policy: 'image-upload-bucket',
  group: 'image-upload-web',
  launchConfiguration: 'image-upload-web-v5',
  role: 'image-upload-web-drill',
  copy: 'image-upload-web-drill',
} as const;

/** The document's second step leaves `PutObject` and `GetObject` of all actions of S3. */
export const narrowActions = ['s3:PutObject*', 's3:GetObject*'];

/** Does this policy document allow just those? */
export function isNarrow(document: string): boolean {
  const { Statement } = JSON.parse(document) as { Statement: { Action: string | string[] }[] };
  const actions = Statement.flatMap(({ Action }) => Action);
  return actions.length > 0 && actions.every((action) => narrowActions.includes(action));
}
