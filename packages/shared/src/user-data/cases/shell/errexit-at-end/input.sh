#!/bin/bash
set -euo pipefail
yum install -y amazon-cloudwatch-agent
export AWS_ACCESS_KEY_ID=@KEY@
export AWS_SECRET_ACCESS_KEY=@SECRET@
