#!/bin/bash
yum update -y
curl -sL https://rpm.nodesource.com/setup_16.x | bash -
yum install -y nodejs git
export AWS_ACCESS_KEY=@KEY@
export AWS_SECRET_ACCESS_KEY=@SECRET@
export AWS_REGION=us-east-1
export BUCKET=images-of-the-workshop
git clone https://example.com/web.git /srv/web
cd /srv/web && npm install && nohup node server.js > /var/log/web.log 2>&1 &
