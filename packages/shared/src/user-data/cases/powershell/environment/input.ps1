<powershell>
$env:AWS_ACCESS_KEY_ID = '@KEY@'
$env:AWS_SECRET_ACCESS_KEY = "@SECRET@"
Restart-Service -Name App
</powershell>
<persist>true</persist>
