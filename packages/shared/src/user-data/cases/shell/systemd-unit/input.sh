#!/bin/bash
cat > /etc/systemd/system/app.service <<EOF
[Service]
Environment="AWS_ACCESS_KEY_ID=@KEY@"
Environment="AWS_SECRET_ACCESS_KEY=@SECRET@"
ExecStart=/opt/app/start
EOF
