# /etc/profile.d/app.sh
export APP_HOME=/srv/app
