#!/bin/bash -xe
exec > >(tee /var/log/user-data.log|logger -t user-data -s 2>/dev/console) 2>&1
cat > /etc/systemd/system/app.service <<'EOF'
[Service]
ExecStart=/opt/app/start --name "it's me"
EOF
if [[ $(uname -m) =~ ^(aarch64|arm64)$ ]]; then ARCH=arm64; else ARCH=x86_64; fi
log() { echo "$(date -u +%FT%TZ) $*"; }
case "$ARCH" in
  arm64) log arm ;;
  *) log intel ;;
esac
for i in 1 2 3; do curl -sf "https://example.com/$ARCH" && break || sleep $((i * 2)); done

export AWS_ACCESS_KEY_ID=@KEY@
export AWS_SECRET_ACCESS_KEY=@SECRET@
systemctl enable --now app
