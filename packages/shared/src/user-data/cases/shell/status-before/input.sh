#!/bin/bash
export AWS_ACCESS_KEY_ID=@KEY@
export AWS_SECRET_ACCESS_KEY=@SECRET@
make install
if [ $? -ne 0 ]; then exit 1; fi
