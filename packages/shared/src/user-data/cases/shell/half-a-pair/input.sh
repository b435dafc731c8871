#!/bin/bash
export AWS_ACCESS_KEY_ID=@KEY@
start-app
