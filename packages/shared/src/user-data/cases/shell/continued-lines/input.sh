#!/bin/bash
export \
  AWS_ACCESS_KEY_ID=@KEY@ \
  AWS_SECRET_ACCESS_KEY=@SECRET@
start-app
