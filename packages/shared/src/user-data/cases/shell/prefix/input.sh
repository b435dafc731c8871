#!/bin/bash
AWS_ACCESS_KEY_ID=@KEY@ AWS_SECRET_ACCESS_KEY=@SECRET@ aws s3 cp s3://bucket/app.tar.gz .
