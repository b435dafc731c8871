#!/bin/bash
# AWS_ACCESS_KEY_ID and its secret are for the uploads
start-app
