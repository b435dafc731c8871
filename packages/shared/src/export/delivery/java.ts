import type { CallerKind, Delivery, DeliveryFile } from '../delivery.ts';
import { note } from './python.ts';

const sources = {
  'ecs-task': { name: 'ContainerCredentialsProvider', make: 'ContainerCredentialsProvider.builder().build()' },
  'ec2-instance': { name: 'InstanceProfileCredentialsProvider', make: 'InstanceProfileCredentialsProvider.create()' },
  environment: { name: 'EnvironmentVariableCredentialsProvider', make: 'EnvironmentVariableCredentialsProvider.create()' },
} satisfies Record<CallerKind, { name: string; make: string }>;

/** Credentials provider of the AWS SDK for Java 2, which renews in the background. Source: StsAssumeRoleCredentialsProvider. */
export function javaSnippet({ caller, links }: Delivery): DeliveryFile {
  const { name, make } = sources[caller.kind];
  const imported = ['AwsCredentialsProvider', name].sort();
  const content = `import java.util.Optional;
${imported.map((one) => `import software.amazon.awssdk.auth.credentials.${one};`).join('\n')}
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/** Credentials of the last role of the chain. Usage: S3Client.builder().credentialsProvider(ChainedCredentials.create()). */
public final class ChainedCredentials {
    private ChainedCredentials() {}

    public static AwsCredentialsProvider create() {
        AwsCredentialsProvider provider = ${make};
        for (int link = 1; link <= ${links.length}; link++) {
            provider = assumedRole(provider, link);
        }
        return provider;
    }

    private static AwsCredentialsProvider assumedRole(AwsCredentialsProvider caller, int link) {
        AssumeRoleRequest.Builder request = AssumeRoleRequest.builder()
                .roleArn(of(link, "ARN").orElseThrow())
                .roleSessionName(of(link, "SESSION_NAME").orElseThrow());
        of(link, "EXTERNAL_ID").ifPresent(request::externalId);
        of(link, "DURATION_SECONDS").map(Integer::valueOf).ifPresent(request::durationSeconds);
        StsClient sts = StsClient.builder()
                .region(Region.of(System.getenv("AWS_REGION")))
                .credentialsProvider(caller)
                .build();
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request.build())
                .asyncCredentialUpdateEnabled(true)
                .build();
    }

    private static Optional<String> of(int link, String name) {
        return Optional.ofNullable(System.getenv("ROLE_" + link + "_" + name));
    }
}
`;
  return { name: 'ChainedCredentials.java', form: 'java', language: 'java', content, note: note('the AWS SDK for Java') };
}
