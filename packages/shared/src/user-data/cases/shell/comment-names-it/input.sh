#!/bin/bash
# AWS_ACCESS_KEY_ID and its secret are for the uploads
export AWS_ACCESS_KEY_ID=@KEY@
export AWS_SECRET_ACCESS_KEY=@SECRET@
start-app
