#!/bin/bash
set -euo pipefail
yum install -y amazon-cloudwatch-agent
