#!/bin/bash
echo "AWS_ACCESS_KEY_ID=@KEY@" >> /etc/environment
echo "AWS_SECRET_ACCESS_KEY=@SECRET@" >> /etc/environment
