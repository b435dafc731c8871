#!/bin/bash
mkdir -p ~/.aws
cat > ~/.aws/credentials <<EOF
[default]
aws_access_key_id = @KEY@
aws_secret_access_key = @SECRET@
EOF
