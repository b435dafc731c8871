import { createRequire } from 'node:module';
import * as accessanalyzerClient from '@aws-sdk/client-accessanalyzer';
import * as autoscalingClient from '@aws-sdk/client-auto-scaling';
import * as cloudformationClient from '@aws-sdk/client-cloudformation';
import * as cloudtrailClient from '@aws-sdk/client-cloudtrail';
import * as cloudwatchClient from '@aws-sdk/client-cloudwatch';
import * as ecsClient from '@aws-sdk/client-ecs';
import * as eventsClient from '@aws-sdk/client-eventbridge';
import * as iamClient from '@aws-sdk/client-iam';
import * as s3Client from '@aws-sdk/client-s3';
import * as secretsmanagerClient from '@aws-sdk/client-secrets-manager';
import * as ssmClient from '@aws-sdk/client-ssm';
import * as stsClient from '@aws-sdk/client-sts';
import { service as accessanalyzer } from '../services/accessanalyzer/index.ts';
import { service as autoscaling } from '../services/autoscaling/index.ts';
import { service as cloudformation } from '../services/cloudformation/index.ts';
import { service as cloudtrail } from '../services/cloudtrail/index.ts';
import { service as cloudwatch } from '../services/cloudwatch/index.ts';
import { service as ec2 } from '../services/ec2/index.ts';
import { service as ecs } from '../services/ecs/index.ts';
import { service as events } from '../services/events/index.ts';
import { iamService } from '../services/iam/service.ts';
import { service as s3 } from '../services/s3/index.ts';
import { service as secretsmanager } from '../services/secretsmanager/index.ts';
import { service as ssm } from '../services/ssm/index.ts';
import { stsService } from '../services/sts/service.ts';
import { type MountedService, mount, mountLater } from './mount.ts';

const load = createRequire(import.meta.url);

/** Every service of the sandbox, with the wire format that its client package describes. */
export function allServices(): MountedService[] {
  return [
    mount('iam', iamClient, iamService),
    mount('sts', stsClient, stsService),
    mount('ecs', ecsClient, ecs),
    // 0.4 s of loading and 16 MB for the schemas of 823 operations: an account that nobody asks for instances does without.
    mountLater('ec2', () => load('@aws-sdk/client-ec2'), ec2),
    mount('s3', s3Client, s3),
    mount('cloudwatch', cloudwatchClient, cloudwatch),
    mount('cloudtrail', cloudtrailClient, cloudtrail),
    mount('secretsmanager', secretsmanagerClient, secretsmanager),
    mount('ssm', ssmClient, ssm),
    mount('cloudformation', cloudformationClient, cloudformation),
    mount('events', eventsClient, events),
    mount('autoscaling', autoscalingClient, autoscaling),
    mount('accessanalyzer', accessanalyzerClient, accessanalyzer),
  ];
}
