#!/bin/bash
if [ "$STAGE" = prod ]; then
  export AWS_ACCESS_KEY_ID=@KEY@
  export AWS_SECRET_ACCESS_KEY=@SECRET@
fi
start-app
