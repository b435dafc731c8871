#!/bin/bash
sed -i s/KEYHERE/@KEY@/ /opt/app.conf
sed -i "s#SECRETHERE#@SECRET@#" /opt/app.conf
