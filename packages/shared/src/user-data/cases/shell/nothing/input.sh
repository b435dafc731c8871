#!/bin/bash
yum update -y
yum install -y httpd
echo "<h1>$(hostname -f)</h1>" > /var/www/html/index.html
systemctl enable --now httpd
