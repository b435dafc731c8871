#!/bin/bash
if [ -z "${AWS_ACCESS_KEY_ID:-}" ]; then echo "the role it is"; fi
unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
start-app
