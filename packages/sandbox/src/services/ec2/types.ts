/** The client package: only its types are used here, so that nothing loads it before the first request. */
export type Ec2 = typeof import('@aws-sdk/client-ec2');
