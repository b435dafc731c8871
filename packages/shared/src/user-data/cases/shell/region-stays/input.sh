#!/bin/bash
export AWS_DEFAULT_REGION=eu-central-1
export AWS_ACCESS_KEY_ID=@KEY@
export AWS_SECRET_ACCESS_KEY=@SECRET@
export AWS_ENDPOINT_URL=https://example.com AWS_MAX_ATTEMPTS=5
aws s3 ls
