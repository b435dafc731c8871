#!/bin/bash
set -a
APP_PORT=8080
set +a
/opt/app/start
