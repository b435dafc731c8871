#!/bin/bash
yum install -y app
export AWS_ACCESS_KEY_ID=@KEY@
export AWS_SECRET_ACCESS_KEY=@SECRET@
if [ $? -ne 0 ]; then exit 1; fi
