#!/bin/bash
export S3_KEY=@KEY@
export S3_SECRET=@SECRET@
start-app
