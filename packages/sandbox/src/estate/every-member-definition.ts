import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';

/** The pair of keys that the definition carries; generated, never literals. */
export interface KeyPair {
  accessKeyId: string;
  secretAccessKey: string;
}

/**
 * A task definition with every member of RegisterTaskDefinition's model (D-20); a test walks the model to see that none is missing. Some
 * members would not go together on one real host; ECS does not look at that when it registers.
 */
export function everyMemberDefinition(
  key: KeyPair,
  roles: { taskRoleArn?: string; executionRoleArn: string },
): RegisterTaskDefinitionRequest & { tags: { key: string; value: string }[] } {
  return {
    family: 'all-members',
    ...roles,
    networkMode: 'bridge',
    cpu: '1024',
    memory: '2048',
    pidMode: 'task',
    ipcMode: 'none',
    requiresCompatibilities: ['EC2'],
    runtimePlatform: { cpuArchitecture: 'X86_64', operatingSystemFamily: 'LINUX' },
    ephemeralStorage: { sizeInGiB: 30 },
    enableFaultInjection: false,
    placementConstraints: [{ type: 'memberOf', expression: 'attribute:ecs.os-type == linux' }],
    inferenceAccelerators: [{ deviceName: 'device-1', deviceType: 'eia2.medium' }],
    proxyConfiguration: { type: 'APPMESH', containerName: 'proxy', properties: [{ name: 'AppPorts', value: '8080' }] },
    tags: [
      { key: 'team', value: 'media' },
      { key: 'cost-centre', value: '4711' },
    ],
    volumes: [
      { name: 'scratch', host: { sourcePath: '/var/scratch' } },
      {
        name: 'docker',
        dockerVolumeConfiguration: {
          scope: 'shared',
          autoprovision: true,
          driver: 'local',
          driverOpts: { type: 'tmpfs', device: 'tmpfs' },
          labels: { purpose: 'cache' },
        },
      },
      {
        name: 'efs',
        efsVolumeConfiguration: {
          fileSystemId: 'fs-0123456789abcdef0',
          rootDirectory: '/media',
          transitEncryption: 'ENABLED',
          transitEncryptionPort: 2999,
          authorizationConfig: { accessPointId: 'fsap-0123456789abcdef0', iam: 'ENABLED' },
        },
      },
      {
        name: 's3files',
        s3filesVolumeConfiguration: {
          fileSystemArn: 'arn:aws:s3files:us-east-1:560921689673:file-system/fs-0a1b2c3d',
          rootDirectory: '/incoming',
          transitEncryptionPort: 3049,
          accessPointArn: 'arn:aws:s3files:us-east-1:560921689673:access-point/ap-0a1b2c3d',
        },
      },
      {
        name: 'fsx',
        fsxWindowsFileServerVolumeConfiguration: {
          fileSystemId: 'fs-0fedcba9876543210',
          rootDirectory: '\\share',
          authorizationConfig: {
            credentialsParameter: 'arn:aws:secretsmanager:us-east-1:560921689673:secret:fsx-AbCdEf',
            domain: 'corp.example.com',
          },
        },
      },
      { name: 'launch', configuredAtLaunch: true },
    ],
    containerDefinitions: [mainContainer(key), proxyContainer()],
  };
}

function mainContainer({
  accessKeyId,
  secretAccessKey,
}: KeyPair): NonNullable<RegisterTaskDefinitionRequest['containerDefinitions']>[number] {
  return {
    name: 'main',
    image: '560921689673.dkr.ecr.us-east-1.amazonaws.com/all-members:4.2.0',
    repositoryCredentials: { credentialsParameter: 'arn:aws:secretsmanager:us-east-1:560921689673:secret:registry-AbCdEf' },
    cpu: 512,
    memory: 1024,
    memoryReservation: 512,
    links: ['proxy:proxy'],
    portMappings: [
      { containerPort: 8080, hostPort: 0, protocol: 'tcp', name: 'http', appProtocol: 'http' },
      { containerPortRange: '9000-9010', protocol: 'udp', name: 'media' },
    ],
    essential: true,
    restartPolicy: { enabled: true, ignoredExitCodes: [0, 143], restartAttemptPeriod: 120 },
    entryPoint: ['/usr/bin/tini', '--'],
    command: ['serve', '--port', '8080'],
    environment: [
      { name: 'AWS_REGION', value: 'us-east-1' },
      { name: 'AWS_ACCESS_KEY_ID', value: accessKeyId },
      { name: 'LOG_LEVEL', value: 'info' },
      { name: 'AWS_SECRET_ACCESS_KEY', value: secretAccessKey },
      { name: 'EMPTY', value: '' },
    ],
    environmentFiles: [{ type: 's3', value: 'arn:aws:s3:::media-configuration/all-members.env' }],
    secrets: [{ name: 'DATABASE_PASSWORD', valueFrom: 'arn:aws:secretsmanager:us-east-1:560921689673:secret:media-db-AbCdEf:password::' }],
    mountPoints: [
      { sourceVolume: 'scratch', containerPath: '/scratch', readOnly: false },
      { sourceVolume: 'efs', containerPath: '/media', readOnly: true },
    ],
    volumesFrom: [{ sourceContainer: 'proxy', readOnly: true }],
    linuxParameters: {
      capabilities: { add: ['SYS_PTRACE'], drop: ['NET_RAW'] },
      devices: [{ hostPath: '/dev/fuse', containerPath: '/dev/fuse', permissions: ['read', 'write'] }],
      initProcessEnabled: true,
      sharedMemorySize: 64,
      tmpfs: [{ containerPath: '/tmp', size: 128, mountOptions: ['rw', 'noexec'] }],
      maxSwap: 256,
      swappiness: 10,
    },
    dependsOn: [{ containerName: 'proxy', condition: 'HEALTHY' }],
    startTimeout: 60,
    stopTimeout: 30,
    versionConsistency: 'enabled',
    hostname: 'all-members',
    user: '1000:1000',
    workingDirectory: '/srv',
    disableNetworking: false,
    privileged: false,
    readonlyRootFilesystem: true,
    dnsServers: ['10.0.0.2'],
    dnsSearchDomains: ['corp.example.com'],
    extraHosts: [{ hostname: 'legacy', ipAddress: '10.0.0.9' }],
    dockerSecurityOptions: ['no-new-privileges'],
    interactive: true,
    pseudoTerminal: true,
    dockerLabels: { 'com.example.tier': 'media' },
    ulimits: [{ name: 'nofile', softLimit: 1024, hardLimit: 4096 }],
    logConfiguration: {
      logDriver: 'awslogs',
      options: { 'awslogs-group': '/ecs/all-members', 'awslogs-region': 'us-east-1', 'awslogs-stream-prefix': 'main' },
      secretOptions: [{ name: 'token', valueFrom: 'arn:aws:ssm:us-east-1:560921689673:parameter/media/log-token' }],
    },
    healthCheck: { command: ['CMD-SHELL', 'wget -q -O- localhost:8080/healthz'], interval: 10, timeout: 3, retries: 4, startPeriod: 20 },
    systemControls: [{ namespace: 'net.core.somaxconn', value: '1024' }],
    resourceRequirements: [{ type: 'GPU', value: '1', sharingStrategy: { nvidiaMps: { memory: 1024, maxComputePercent: 50 } } }],
    credentialSpecs: ['credentialspec:arn:aws:s3:::media-configuration/gmsa.json'],
  };
}

function proxyContainer(): NonNullable<RegisterTaskDefinitionRequest['containerDefinitions']>[number] {
  return {
    name: 'proxy',
    image: 'public.ecr.aws/appmesh/aws-appmesh-envoy:v1.34.1.0-prod',
    memory: 128,
    essential: true,
    environment: [{ name: 'APPMESH_RESOURCE_ARN', value: 'mesh/media/virtualNode/all-members' }],
    firelensConfiguration: { type: 'fluentbit', options: { 'enable-ecs-log-metadata': 'true' } },
    healthCheck: { command: ['CMD', 'true'] },
  };
}
