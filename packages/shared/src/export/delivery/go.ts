import type { CallerKind, Delivery, DeliveryFile } from '../delivery.ts';
import { note } from './python.ts';

const sources = {
  'ecs-task': {
    module: 'github.com/aws/aws-sdk-go-v2/credentials/endpointcreds',
    lines: `	base := endpointcreds.New("http://169.254.170.2" + os.Getenv("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"))`,
  },
  'ec2-instance': { module: 'github.com/aws/aws-sdk-go-v2/credentials/ec2rolecreds', lines: '	base := ec2rolecreds.New()' },
  environment: {
    module: 'github.com/aws/aws-sdk-go-v2/credentials',
    lines: `	base := credentials.NewStaticCredentialsProvider(
		os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY"), os.Getenv("AWS_SESSION_TOKEN"))`,
  },
} satisfies Record<CallerKind, { module: string; lines: string }>;

/** Configuration of the AWS SDK for Go 2 whose cache renews five minutes before the end. Source: aws-sdk-go-v2 credentials/stscreds. */
export function goSnippet({ caller, links }: Delivery): DeliveryFile {
  const { module, lines } = sources[caller.kind];
  const modules = [
    'github.com/aws/aws-sdk-go-v2/aws',
    'github.com/aws/aws-sdk-go-v2/config',
    module,
    'github.com/aws/aws-sdk-go-v2/credentials/stscreds',
    'github.com/aws/aws-sdk-go-v2/service/sts',
  ];
  const content = `// Package chain gives the configuration of the last role of the chain. Usage: s3.NewFromConfig(cfg).
package chain

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"time"

${modules.map((name) => `	"${name}"`).join('\n')}
)

// Config assumes the roles when credentials are needed, and again before they end.
func Config(ctx context.Context) (aws.Config, error) {
${lines}
	cfg, err := config.LoadDefaultConfig(ctx, config.WithCredentialsProvider(aws.NewCredentialsCache(base)))
	if err != nil {
		return aws.Config{}, err
	}
	for link := 1; link <= ${links.length}; link++ {
		caller := sts.NewFromConfig(cfg)
		of := func(name string) string { return os.Getenv(fmt.Sprintf("ROLE_%d_%s", link, name)) }
		provider := stscreds.NewAssumeRoleProvider(caller, of("ARN"), func(o *stscreds.AssumeRoleOptions) {
			o.RoleSessionName = of("SESSION_NAME")
			if id := of("EXTERNAL_ID"); id != "" {
				o.ExternalID = aws.String(id)
			}
			if seconds, err := strconv.Atoi(of("DURATION_SECONDS")); err == nil {
				o.Duration = time.Duration(seconds) * time.Second
			}
		})
		cfg = cfg.Copy()
		cfg.Credentials = aws.NewCredentialsCache(provider, func(o *aws.CredentialsCacheOptions) {
			o.ExpiryWindow = 5 * time.Minute
		})
	}
	return cfg, nil
}
`;
  return { name: 'chain.go', form: 'go', language: 'go', content, note: note('the AWS SDK for Go') };
}
