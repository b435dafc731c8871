#!/bin/bash
export AWS_ACCESS_KEY_ID=$(aws ssm get-parameter --name /app/id --query Parameter.Value --output text)
export AWS_SECRET_ACCESS_KEY=$(aws ssm get-parameter --name /app/secret --with-decryption --query Parameter.Value --output text)
start-app
