#!/bin/bash
export AWS_ACCESS_KEY_ID=@KEY@ # of the uploader
export AWS_SECRET_ACCESS_KEY=@SECRET@
start-app
