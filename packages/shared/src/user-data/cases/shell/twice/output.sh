#!/bin/bash
prepare
start-app
