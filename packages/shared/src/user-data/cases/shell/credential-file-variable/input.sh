#!/bin/bash
export AWS_CREDENTIAL_FILE=/opt/aws/credentials
start-app
