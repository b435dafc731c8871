#!/bin/bash
set -a
AWS_ACCESS_KEY_ID=@KEY@
AWS_SECRET_ACCESS_KEY=@SECRET@
APP_PORT=8080
set +a
/opt/app/start
