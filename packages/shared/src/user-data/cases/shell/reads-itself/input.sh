#!/bin/bash
export AWS_ACCESS_KEY_ID=@KEY@
export AWS_SECRET_ACCESS_KEY=@SECRET@
curl -s http://169.254.169.254/latest/user-data | grep EXPORT > /tmp/x
