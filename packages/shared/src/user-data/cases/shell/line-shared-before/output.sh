#!/bin/bash
cd /srv/app
start-app
