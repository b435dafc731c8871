#!/bin/bash
export AWS_ACCESS_KEY_ID=@KEY@
export AWS_SECRET_ACCESS_KEY=@SECRET@
declare -x > /etc/app.env
systemctl enable --now app
