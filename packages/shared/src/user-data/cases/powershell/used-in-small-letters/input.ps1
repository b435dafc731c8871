$env:AWS_ACCESS_KEY_ID = '@KEY@'
$env:AWS_SECRET_ACCESS_KEY = '@SECRET@'
Start-App -Key $env:aws_access_key_id
