import type { CallerKind } from '../delivery.ts';

/**
 * Shell lines that find out where the script runs: PARTITION, ACCOUNT_ID, AWS_REGION, and INSTANCE_ID or TASK_ID. The metadata service is asked
 * with a session token (IMDSv2), which never stands in an argument. Sources: EC2 user guide, instance metadata; ECS developer guide, task
 * metadata endpoint version 4.
 */
export const factsOfPlace = (kind: CallerKind): string => facts[kind];

const ofArn = (variable: string): string => `PARTITION=$(printf '%s' "\${${variable}}" | cut -d : -f 2)
ACCOUNT_ID=$(printf '%s' "\${${variable}}" | cut -d : -f 5)`;

const facts = {
  'ec2-instance': `imds="\${AWS_EC2_METADATA_SERVICE_ENDPOINT:-http://169.254.169.254}"
imds="\${imds%/}"
imds_token=$(curl -sf --noproxy '*' -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' "\${imds}/latest/api/token")
metadata() { printf 'X-aws-ec2-metadata-token: %s\\n' "\${imds_token}" | curl -sf --noproxy '*' -H @- "\${imds}/latest/$1"; }
identity=$(metadata dynamic/instance-identity/document)
of_identity() { printf '%s' "\${identity}" | sed -n "s/.*\\"$1\\" *: *\\"\\([^\\"]*\\)\\".*/\\1/p"; }
ACCOUNT_ID=$(of_identity accountId)
INSTANCE_ID=$(of_identity instanceId)
AWS_REGION="\${AWS_REGION:-$(of_identity region)}"
PARTITION=$(metadata meta-data/services/partition)`,
  'ecs-task': `task_arn=$(curl -sf --noproxy '*' "\${ECS_CONTAINER_METADATA_URI_V4:?is set by ECS in every task}/task" | sed -n 's/.*"TaskARN" *: *"\\([^"]*\\)".*/\\1/p')
TASK_ID="\${task_arn##*/}"
${ofArn('task_arn')}
AWS_REGION="\${AWS_REGION:-$(printf '%s' "\${task_arn}" | cut -d : -f 4)}"`,
  environment: `: "\${AWS_REGION:?must name the Region}"
caller_arn=$(aws sts get-caller-identity --region "\${AWS_REGION}" --query Arn --output text)
${ofArn('caller_arn')}`,
} satisfies Record<CallerKind, string>;
