/** Services that roles and buckets can trust; without the domain. Not complete: those that AWS's documentation of each service names. */
const services = new Set(
  `access-analyzer acm airflow airflow-env amplify apigateway appflow application-autoscaling apprunner appstream appsync athena auditmanager
  autoscaling autoscaling-plans backup batch bedrock bedrock-agentcore billingconductor build.apprunner ce cloud9 cloudformation cloudfront cloudhsm cloudtrail
  cloudwatch codebuild codecommit codedeploy codepipeline codestar-notifications cognito-identity cognito-idp config connect
  continuousexport.discovery controltower dataexchange datapipeline datasync dax delivery.logs directconnect dlm dms ds dynamodb
  dynamodb.application-autoscaling ec2 ec2.application-autoscaling ec2fleet ec2scheduled ecr ecs ecs-tasks ecs.application-autoscaling edgelambda eks
  eks-fargate-pods eks-nodegroup elasticache elasticbeanstalk elasticfilesystem elasticloadbalancing elasticmapreduce emr-containers
  emr-serverless es events evidently export.rds export.dynamodb firehose fis fms forecast freertos fsx gamelift glue grafana greengrass guardduty
  health iam imagebuilder ingestion.aps inspector inspector2 iot ivs kafka kafkaconnect kendra kinesis kinesisanalytics kms lakeformation
  lambda lex lexv2 license-manager lightsail logdelivery.elasticloadbalancing logger.cloudfront logs m2 machinelearning macie macie2
  managedservices mediaconvert mediatailor memorydb mgn monitoring monitoring.rds mq network-firewall nimble notifications observability oam
  opensearchservice ops.apigateway opsworks organizations osis outposts personalize pinpoint pipes polly pods.eks qbusiness qldb quicksight ram rds
  redshift redshift-serverless rekognition replication.dynamodb replicator.lambda resource-groups resource-explorer-2 rolesanywhere route53
  route53resolver s3 s3.data-source.lustre.fsx sagemaker scheduler schemas secretsmanager securityhub securitylake serverlessrepo servicecatalog
  servicediscovery ses shield signer sms sns spot spotfleet sqs ssm ssm-incidents ssmmessages sso states storagegateway streams.metrics.cloudwatch
  sts support swf tagging textract timestream transcribe transfer translate trustedadvisor vpc-flow-logs vpc-lattice waf wafv2 wellarchitected
  workspaces workmail xray`.split(/\s+/),
);

/** `ecs-tasks.amazonaws.com`, also with a Region (`logs.eu-west-1.amazonaws.com`) or in another partition's domain (D-86). */
export function isServicePrincipal(name: string): boolean {
  const match = /^(.+?)(?:\.[a-z]{2}(?:-[a-z]+)+-\d)?\.amazonaws\.com(?:\.cn)?$/.exec(name);
  return match?.[1] !== undefined && services.has(match[1]);
}
