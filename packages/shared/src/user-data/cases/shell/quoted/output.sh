#!/bin/sh
set -eu
/opt/app/start
