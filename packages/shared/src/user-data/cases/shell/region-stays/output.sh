#!/bin/bash
export AWS_DEFAULT_REGION=eu-central-1
export AWS_ENDPOINT_URL=https://example.com AWS_MAX_ATTEMPTS=5
aws s3 ls
