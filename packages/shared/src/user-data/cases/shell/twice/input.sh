#!/bin/bash
export AWS_ACCESS_KEY_ID=@KEY@
export AWS_SECRET_ACCESS_KEY=@SECRET@
prepare
export AWS_ACCESS_KEY_ID=@KEY2@
export AWS_SECRET_ACCESS_KEY=@SECRET2@
start-app
