#!/bin/bash
cat > ~/.aws/credentials <<EOF
aws_access_key_id = @KEY@
aws_secret_access_key = @SECRET@
EOF
