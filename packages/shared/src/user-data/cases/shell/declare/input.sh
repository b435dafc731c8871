#!/bin/bash
declare -x AWS_ACCESS_KEY_ID="@KEY@"
typeset -x AWS_SECRET_ACCESS_KEY="@SECRET@"
start-app
