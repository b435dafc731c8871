#!/bin/bash
aws configure set aws_access_key_id @KEY@
aws configure set aws_secret_access_key @SECRET@
aws configure set region eu-west-1
