# /etc/profile.d/app.sh
export APP_HOME=/srv/app
export AWS_ACCESS_KEY_ID=@KEY@
export AWS_SECRET_ACCESS_KEY=@SECRET@
