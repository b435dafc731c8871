#!/bin/bash
echo @BASE64@ | base64 -d > /root/.aws/credentials
