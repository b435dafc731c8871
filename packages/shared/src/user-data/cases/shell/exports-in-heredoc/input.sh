#!/bin/bash
cat <<'EOF' > /etc/profile.d/aws.sh
export AWS_ACCESS_KEY_ID=@KEY@
export AWS_SECRET_ACCESS_KEY=@SECRET@
EOF
chmod 644 /etc/profile.d/aws.sh
