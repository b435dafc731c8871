<powershell>
$env:AWS_ACCESS_KEY_ID = '@KEY@'
$env:AWS_SECRET_ACCESS_KEY = '@SECRET@'
docker run -e AWS_ACCESS_KEY_ID=$env:AWS_ACCESS_KEY_ID app
</powershell>
