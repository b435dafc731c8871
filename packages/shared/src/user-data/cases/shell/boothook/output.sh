#cloud-boothook
#!/bin/sh
start-app
