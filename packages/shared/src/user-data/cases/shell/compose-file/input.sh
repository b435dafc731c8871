#!/bin/bash
cat > docker-compose.yml <<EOF
services:
  app:
    image: app:1
    environment:
      AWS_ACCESS_KEY_ID: @KEY@
      AWS_SECRET_ACCESS_KEY: @SECRET@
EOF
docker compose up -d
