#!/bin/bash
export AWS_SECRET_ACCESS_KEY=@SECRET@
start-app
