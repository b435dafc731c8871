#!/bin/bash
export AWS_ACCESS_KEY_ID=@KEY@
export AWS_SECRET_ACCESS_KEY=@SECRET@
awk 'BEGIN { for (name in ENVIRON) if (name ~ /^AWS/) print name "=" ENVIRON[name] }' > /etc/app.env
systemctl enable --now app
