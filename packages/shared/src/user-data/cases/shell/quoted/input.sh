#!/bin/sh
set -eu
export AWS_ACCESS_KEY_ID='@KEY@'
export AWS_SECRET_ACCESS_KEY="@SECRET@"
/opt/app/start
