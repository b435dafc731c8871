#!/bin/bash
make install
export AWS_ACCESS_KEY_ID=@KEY@
export AWS_SECRET_ACCESS_KEY=@SECRET@
cat > /var/log/result <<EOF
the build ended with $?
EOF
start-app
