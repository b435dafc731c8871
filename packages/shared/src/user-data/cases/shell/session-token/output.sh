#!/bin/bash
start-app
