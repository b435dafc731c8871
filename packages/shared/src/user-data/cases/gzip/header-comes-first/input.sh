export AWS_ACCESS_KEY_ID=@KEY@
export AWS_SECRET_ACCESS_KEY=@SECRET@
Content-Type: text/x-shellscript

