#!/bin/bash
export DB_PASSWORD=correct-horse-battery
export GIT_SHA=8f14e45fceea167a5a36dedd4bea2543aabbccdd
start-app
