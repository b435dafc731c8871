#!/bin/bash
export AWS_ACCESS_KEY_ID=@KEY@
export AWS_SECRET_ACCESS_KEY=@SECRET@
jq -n '$ENV' > /etc/app.json
systemctl enable --now app
