#!/bin/bash
docker run -d -e AWS_ACCESS_KEY_ID=@KEY@ -e AWS_SECRET_ACCESS_KEY=@SECRET@ --restart always app:1
