#!/bin/bash
exec /opt/app/start